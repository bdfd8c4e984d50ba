package io.ledgerline.eventstore;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Tells Axon's connector whether there is an Axon Server: one key of ours decides, not two that may disagree. */
final class EventStoreSelection implements EnvironmentPostProcessor {

    private static final String KEY = "ledgerline.event-store";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        boolean axonServer = "axon-server".equals(environment.getProperty(KEY, "postgres"));
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(KEY, Map.of("axon.axonserver.enabled", Boolean.toString(axonServer))));
    }
}
