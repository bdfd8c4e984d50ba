package io.ledgerline.kernel.administration.api;

import io.ledgerline.kernel.LogicalTypes;
import io.ledgerline.kernel.administration.api.AdministrationEvent.ActionAnswered;
import io.ledgerline.kernel.administration.api.AdministrationEvent.ActionRequested;
import io.ledgerline.kernel.evolution.Upcasters;
import io.ledgerline.kernel.testing.GoldenEvents;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class AdministrationEventsTest {

    @TestFactory
    Stream<DynamicTest> eventsKeepTheirShape() {
        return new GoldenEvents(LogicalTypes.of("administration", AdministrationEvent.class), Upcasters.none())
                .tests(
                        new ActionRequested("pauseProcessor", "POST /admin/processors/orders-view/pause"),
                        new ActionAnswered("pauseProcessor", 200));
    }
}
