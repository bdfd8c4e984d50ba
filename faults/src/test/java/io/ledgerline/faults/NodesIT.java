package io.ledgerline.faults;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NodesIT {

    @Test
    void givenTwoNodes_whenOneAfterTheOtherIsKilled_thenTheOtherTakesOverAndTheLawsHold() throws Exception {
        try (Database database = Database.start();
                Nodes nodes = Nodes.start(database)) {
            nodes.useAndKill(2, Duration.ZERO);
        }
    }
}
