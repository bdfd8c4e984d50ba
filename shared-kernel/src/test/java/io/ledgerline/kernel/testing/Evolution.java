package io.ledgerline.kernel.testing;

import java.util.List;
import java.util.stream.Stream;
import org.axonframework.messaging.annotation.MessageHandlingMember;
import org.axonframework.modelling.command.inspection.AnnotatedAggregateMetaModelFactory;

/**
 * What aggregates evolve from. Their base class sees only those events for which they have a handler: an event without
 * one would leave its command unknown, to be handled a second time.
 */
public final class Evolution {

    private Evolution() {}

    public static List<Class<?>> of(Class<?>... aggregates) {
        return Stream.of(aggregates).<Class<?>>flatMap(Evolution::events).toList();
    }

    private static <T> Stream<Class<?>> events(Class<T> aggregate) {
        return AnnotatedAggregateMetaModelFactory.inspectAggregate(aggregate).allEventHandlers().values().stream()
                .flatMap(List::stream)
                .map(MessageHandlingMember::payloadType);
    }
}
