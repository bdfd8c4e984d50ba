package io.ledgerline.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What it refuses. What it does, a JVM learns from: LauncherIT. */
class RehearsalTest {

    private final AtomicBoolean connected = new AtomicBoolean();
    private final ApplicationContextRunner program = new ApplicationContextRunner()
            .withBean("store", Boolean.class, () -> connected.getAndSet(true))
            .withUserConfiguration(Rehearsal.class)
            .withPropertyValues("ledgerline.rehearsal=8s");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ledgerline.database.url=jdbc:postgresql://real/one",
                "ledgerline.read-database.url=jdbc:postgresql://real/one",
                "ledgerline.event-store=axon-server",
                "ledgerline.payments.provider=stripe"
            })
    void givenSomethingThatCouldBeSomebodys_thenItIsRefusedBeforeAnythingConnectsToIt(String setting) {
        program.withPropertyValues(setting).run(context -> {
            assertThat(context)
                    .getFailure()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Nothing is rehearsed with " + setting.replace("=", ": "));
            assertThat(connected).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"ledgerline.event-store=postgres", "ledgerline.payments.provider=sandbox"})
    void givenWhatIsSetAnyway_thenItIsRehearsed(String setting) {
        program.withPropertyValues(setting)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Rehearsal.class));
        assertThat(connected).isTrue();
    }

    @Test
    void givenALogWithAnEvent_thenItIsRefused() {
        EventStore log = EmbeddedEventStore.builder()
                .storageEngine(new InMemoryEventStorageEngine(1))
                .build();
        assertThatCode(() -> Rehearsal.refuseEvents(log)).doesNotThrowAnyException();

        log.publish(GenericEventMessage.asEventMessage("somebody's"));

        assertThatIllegalStateException()
                .isThrownBy(() -> Rehearsal.refuseEvents(log))
                .withMessageContaining("a log with something in it");
    }
}
