package io.ledgerline.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("faults")
class LongCrashIT {

    /** The program alone half of the time. */
    private static final List<Kill> KILLS = List.of(
            Kill.PROGRAM, Kill.PROGRAM, Kill.PROGRAM, Kill.POSTGRES_AND_PROGRAM, Kill.POSTMASTER_FIRST, Kill.TWICE);

    /** Fewer if it takes too long. */
    private static final int MOST = Integer.getInteger("faults.kills", 100);

    private static final Duration LONGEST = Duration.ofMinutes(Integer.getInteger("faults.minutes", 120));

    @Test
    void givenManyClients_whenTheProgramIsKilledAHundredTimes_thenTheLawsHold() throws Exception {
        try (Campaign campaign = Campaign.begin()) {
            Random random = campaign.random();
            Instant end = Instant.now().plus(LONGEST);
            campaign.use(Stream.generate(() -> KILLS.get(random.nextInt(KILLS.size())))
                    .limit(MOST)
                    .takeWhile(kill -> Instant.now().isBefore(end)));
            campaign.importAndKill(Kill.POSTGRES_AND_PROGRAM);
            campaign.succeeded();
        }
    }
}
