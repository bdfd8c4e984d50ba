package io.ledgerline.eventstore;

import io.ledgerline.kernel.LogicalTypes;
import io.ledgerline.kernel.Refusal;
import io.ledgerline.kernel.evolution.Revisions;
import io.ledgerline.kernel.evolution.Upcasters;
import java.util.List;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** One serializer for all: what is an event today is a dead letter's payload or a message tomorrow. */
@Configuration(proxyBeanMethods = false)
class Serializers {

    @Bean
    LogicalTypes kernelTypes() {
        return LogicalTypes.of("kernel", Refusal.class);
    }

    @Bean
    @Primary
    Serializer serializer(List<LogicalTypes> modules) {
        return LogicalNameSerializer.of(new LogicalNames(modules));
    }

    @Bean
    Revisions revisions(List<LogicalTypes> modules, List<Upcasters> upcasters) {
        return new Revisions(modules, upcasters);
    }

    /** Axon reads the log through it, whichever store holds the log. */
    @Bean
    EventUpcaster eventUpcaster(Revisions revisions) {
        return new RevisionUpcaster(revisions);
    }

    @Bean
    @Qualifier("messageSerializer")
    Serializer messageSerializer(Serializer serializer) {
        return serializer;
    }

    @Bean
    @Qualifier("eventSerializer")
    Serializer eventSerializer(Serializer serializer) {
        return serializer;
    }
}
