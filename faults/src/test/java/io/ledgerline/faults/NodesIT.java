package io.ledgerline.faults;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NodesIT {

    @Test
    void givenTwoNodes_whenOneAfterTheOtherIsKilled_thenTheOtherTakesOverAndTheLawsHold() throws Exception {
        try (Nodes nodes = Nodes.start()) {
            nodes.useAndKill(2, Duration.ZERO);
        }
    }
}
