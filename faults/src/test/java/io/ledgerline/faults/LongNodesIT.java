package io.ledgerline.faults;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("faults")
class LongNodesIT {

    private static final Duration BETWEEN_KILLS = Duration.ofSeconds(30);
    private static final int KILLS = Integer.getInteger("faults.kills", 10);

    @Test
    void givenTwoNodes_whenOneOfThemIsKilledEveryThirtySecondsForFiveMinutes_thenTheOtherTakesOverAndTheLawsHold()
            throws Exception {
        try (Database database = Database.start();
                Nodes nodes = Nodes.start(database)) {
            nodes.useAndKill(KILLS, BETWEEN_KILLS);
        }
    }

    @Test
    void
            givenTwoNodesOnAxonServer_whenOneOfThemIsKilledEveryThirtySecondsForFiveMinutes_thenTheOtherTakesOverAndTheLawsHold()
                    throws Exception {
        try (AxonServerLog log = AxonServerLog.empty(AxonServerLog.address());
                Database database = Database.start();
                Nodes nodes = Nodes.startOn(log, database)) {
            nodes.useAndKill(KILLS, BETWEEN_KILLS);
        }
    }
}
