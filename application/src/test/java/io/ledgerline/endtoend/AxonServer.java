package io.ledgerline.endtoend;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * The Axon Server that tests run against: where {@code AXON_SERVER} (host:port) says, else one in a container, else none.
 * Its log may be older than the test, and outlives it.
 */
final class AxonServer {

    private static final String IMAGE = "axoniq/axonserver:2025.2.5";
    private static final int HTTP = 8024;
    private static final int GRPC = 8124;

    private static @Nullable Optional<String> address;

    private AxonServer() {}

    /**
     * @return host:port
     * @throws TestAbortedException if there is none, which is also said on the console
     */
    static synchronized String address() {
        if (address == null) {
            address = find();
            if (address.isEmpty()) {
                System.out.println(MISSING);
            }
        }
        return address.orElseThrow(() -> new TestAbortedException(MISSING));
    }

    private static final String MISSING =
            "SKIPPED: the axon-server scenarios need an Axon Server: set AXON_SERVER=host:port, or run a container engine";

    private static Optional<String> find() {
        String given = System.getenv("AXON_SERVER");
        if (given != null && !given.isBlank()) {
            return Optional.of(given.strip());
        }
        return hasContainerEngine() ? Optional.of(startContainer()) : Optional.empty();
    }

    private static boolean hasContainerEngine() {
        try {
            return DockerClientFactory.instance().isDockerAvailable();
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** Testcontainers removes it when this JVM ends. */
    @SuppressWarnings("resource")
    private static String startContainer() {
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(IMAGE))
                .withEnv("axoniq_axonserver_standalone", "true")
                .withEnv("AXONIQ_AXONSERVER_DEVMODE_ENABLED", "true")
                .withExposedPorts(HTTP, GRPC)
                .waitingFor(Wait.forHttp("/actuator/health").forPort(HTTP))
                .withStartupTimeout(Duration.ofMinutes(3));
        container.start();
        return container.getHost() + ":" + container.getMappedPort(GRPC);
    }
}
