package io.ledgerline.faults;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** All on one program, in this order, so that it is started anew as seldom as can be. */
@TestMethodOrder(OrderAnnotation.class)
class CrashIT {

    private static Campaign campaign;

    @BeforeAll
    static void start() throws Exception {
        campaign = Campaign.begin();
    }

    @AfterAll
    static void stop() throws Exception {
        campaign.close();
    }

    @Test
    @Order(1)
    void givenManyClients_whenTheyDoAnythingAtOnce_thenTheLawsHold() throws Exception {
        campaign.use(600);
    }

    @Test
    @Order(2)
    void givenManyClients_whenTheProgramAndItsDatabaseAreKilled_thenTheLawsHold() throws Exception {
        campaign.use(Stream.of(Kill.PROGRAM, Kill.POSTGRES_AND_PROGRAM, Kill.PROGRAM, Kill.POSTMASTER_FIRST));
    }

    @Test
    @Order(3)
    void givenAnImport_whenTheProgramIsKilledInTheMiddleOfIt_thenItEndsAsIfItHadNot() throws Exception {
        campaign.importAndKill(Kill.PROGRAM);
    }

    @Test
    @Order(4)
    void givenTwoNodes_whenBothGetTheSameRequestAndOneIsKilled_thenTheLawsHold() throws Exception {
        campaign.useOnTwoNodes(150);
        campaign.succeeded();
    }
}
