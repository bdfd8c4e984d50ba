package io.ledgerline.administration;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ledgerline.kernel.web.AllowedTo;
import io.ledgerline.kernel.web.Role;
import io.ledgerline.nodes.NodeId;
import io.ledgerline.roles.Roles;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.axonframework.util.MavenArtifactVersionResolver;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.info.BuildProperties;
import org.springframework.core.env.Environment;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** What runs here, of which versions, and how it is configured. */
@RestController
@AllowedTo({Role.ADMIN, Role.AUDITOR})
@Tag(name = "Administration")
class InstanceEndpoint {

    /**
     * @param nodeId who holds segments of processors
     * @param configuration what was configured, by key, secrets hidden; all else is as the README says
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "Instance")
    record Shown(
            String nodeId,
            List<String> roles,
            String eventStore,
            Instant startedAt,
            Versions versions,
            Head log,
            SortedMap<String, String> configuration) {}

    /**
     * @param ledgerline null if it wasn't built into a jar
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "Versions")
    record Versions(
            @Nullable String ledgerline,
            @Nullable Instant builtAt,
            @Nullable String axonFramework,
            String springBoot,
            String javaRuntime,
            String postgresql) {}

    /** @param position of the last event; {@code GET /admin/log} tells how far it is sealed */
    @Schema(name = "LogHead")
    record Head(long position) {}

    private final Roles roles;
    private final String nodeId;
    private final LogEnd log;
    private final JdbcClient write;
    private final @Nullable BuildProperties build;
    private final Environment environment;
    private final Scheduler threads;

    InstanceEndpoint(
            Roles roles,
            NodeId node,
            LogEnd log,
            @Qualifier("writeJdbcClient") JdbcClient write,
            ObjectProvider<BuildProperties> build,
            Environment environment,
            @Qualifier("reportThreads") Scheduler threads) {
        this.roles = roles;
        this.nodeId = node.value();
        this.log = log;
        this.write = write;
        this.build = build.getIfAvailable();
        this.environment = environment;
        this.threads = threads;
    }

    @GetMapping(path = "/admin/info", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "readInfo",
            summary = "What runs here: versions, configuration, and how far the log goes",
            description = "Of the instance that is asked. Secrets are hidden; what wasn't configured isn't told.")
    Mono<Shown> info() {
        return Mono.fromCallable(this::shown).subscribeOn(threads);
    }

    private Shown shown() throws IOException {
        return new Shown(
                nodeId,
                roles.played().stream()
                        .map(role -> role.name().toLowerCase(Locale.ROOT))
                        .toList(),
                environment.getProperty("ledgerline.event-store", "postgres"),
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()),
                new Versions(
                        build == null ? null : build.getVersion(),
                        build == null ? null : build.getTime(),
                        new MavenArtifactVersionResolver(
                                        "org.axonframework",
                                        "axon-messaging",
                                        getClass().getClassLoader())
                                .get(),
                        SpringBootVersion.getVersion(),
                        System.getProperty("java.version"),
                        write.sql("show server_version").query(String.class).single()),
                new Head(log.position()),
                new SettingsInForce(environment).all());
    }
}
