package io.ledgerline;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.database.DatabaseProperties;
import io.ledgerline.eventstore.EventStoreProperties;
import io.ledgerline.privacy.EncryptionProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.axonframework.axonserver.connector.AxonServerConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The Dockerfile and the compose file say what the program understands, and let nobody in from outside. */
class DeploymentFilesTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String PINNED = "[a-z0-9./-]+:[0-9][A-Za-z0-9._-]*";

    private final Map<String, Object> compose = parsed(ROOT.resolve("docker-compose.yml"));
    private final Dockerfile dockerfile = Dockerfile.parse(read(ROOT.resolve("Dockerfile")));

    @Test
    void compose_starts_axon_server_postgresql_and_the_program() {
        assertThat(services()).containsOnlyKeys("secrets", "postgres", "axon-server", "ledgerline");
        assertThat(services().get("postgres").get("image").toString()).startsWith("postgres:17.");
        assertThat(services().get("axon-server").get("image").toString()).startsWith("axoniq/axonserver:");
        assertThat(services().get("ledgerline")).containsEntry("build", ".");
    }

    @Test
    void every_image_is_pinned() {
        assertThat(services())
                .allSatisfy((name, service) ->
                        assertThat(service.get("image").toString()).matches(PINNED));
        assertThat(dockerfile.stages())
                .hasSize(2)
                .allSatisfy(stage ->
                        assertThat(stage.get(0).argument().split(" ")[0]).matches(PINNED));
    }

    @Test
    void every_service_has_a_health_check() {
        assertThat(services())
                .allSatisfy((name, service) -> assertThat(list(map(service, "healthcheck"), "test"))
                        .hasSizeGreaterThan(1)
                        .first()
                        .isEqualTo("CMD"));
        assertThat(dockerfile.last("HEALTHCHECK")).contains("CMD [\"bash\"", "/dev/tcp/127.0.0.1/8080");
    }

    @Test
    void nothing_is_published_but_on_loopback() {
        assertThat(services()).allSatisfy((name, service) -> {
            assertThat(list(service, "ports"))
                    .allSatisfy(port -> assertThat(port.toString()).matches("127\\.0\\.0\\.1:[0-9]+:[0-9]+"));
            assertThat(service.get("network_mode")).isIn(null, "none");
        });
        assertThat(list(services().get("ledgerline"), "ports")).containsExactly("127.0.0.1:8080:8080");
    }

    @Test
    void every_volume_is_declared_and_used() {
        List<String> used = services().values().stream()
                .flatMap(service -> list(service, "volumes").stream())
                .map(volume -> volume.toString().split(":")[0])
                .distinct()
                .toList();

        assertThat(map(compose, "volumes").keySet()).containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void the_program_waits_until_its_stores_are_healthy_and_its_secrets_made() {
        assertThat(map(services().get("ledgerline"), "depends_on"))
                .containsEntry("secrets", Map.of("condition", "service_completed_successfully"))
                .containsEntry("postgres", Map.of("condition", "service_healthy"))
                .containsEntry("axon-server", Map.of("condition", "service_healthy"));
    }

    @Test
    void the_environment_binds_to_configuration_keys_of_the_program() {
        Map<String, Object> environment = new TreeMap<>(dockerfile.environment());
        environment.putAll(map(services().get("ledgerline"), "environment"));
        Binder binder = binder(new SystemEnvironmentPropertySource("systemEnvironment", environment));

        DatabaseProperties databases =
                binder.bind("ledgerline", DatabaseProperties.class).get();
        assertThat(databases.dataDirectory()).isEqualTo(Path.of("/data"));
        assertThat(databases.database().url()).isEqualTo("jdbc:postgresql://postgres:5432/ledgerline");
        assertThat(databases.database().username()).isEqualTo("ledgerline");
        assertThat(binder.bind("ledgerline", EventStoreProperties.class).get().eventStore())
                .isEqualTo(EventStoreProperties.Mode.AXON_SERVER);
        assertThat(binder.bind("ledgerline.encryption", EncryptionProperties.class)
                        .get()
                        .masterKeyFile())
                .isEqualTo(Path.of("/run/ledgerline/keys/master.key"));
        assertThat(binder.bind("axon.axonserver", AxonServerConfiguration.class)
                        .get()
                        .getServers())
                .isEqualTo("axon-server:8124");
        assertThat(binder.bind("server.address", String.class).get()).isEqualTo("0.0.0.0");
        assertThat(binder.bind("spring.security.oauth2.resourceserver.jwt.public-key-location", String.class)
                        .get())
                .isEqualTo("file:/run/ledgerline/keys/login.pub");
        assertThat(environment)
                .as("nothing that isn't looked at here")
                .containsOnlyKeys(
                        "AXON_AXONSERVER_SERVERS",
                        "LEDGERLINE_DATABASE_URL",
                        "LEDGERLINE_DATABASE_USERNAME",
                        "LEDGERLINE_DATADIRECTORY",
                        "LEDGERLINE_ENCRYPTION_MASTERKEYFILE",
                        "LEDGERLINE_EVENTSTORE",
                        "SERVER_ADDRESS",
                        "SPRING_CONFIG_IMPORT",
                        "SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_PUBLICKEYLOCATION");
    }

    @Test
    void the_password_reaches_the_program_and_its_database_as_the_same_file(@TempDir Path mounted) throws IOException {
        String file = map(services().get("postgres"), "environment")
                .get("POSTGRES_PASSWORD_FILE")
                .toString();

        assertThat(file).isEqualTo("/run/ledgerline/database/ledgerline.database.password");
        assertThat(map(services().get("ledgerline"), "environment"))
                .containsEntry("SPRING_CONFIG_IMPORT", "configtree:/run/ledgerline/database/");
        assertThat(command("secrets")).contains("make " + file + " ");
        Files.writeString(mounted.resolve(Path.of(file).getFileName()), "secret");
        assertThat(binder(new ConfigTreePropertySource("mounted", mounted))
                        .bind("ledgerline.database", DatabaseProperties.Access.class)
                        .get()
                        .password())
                .isEqualTo("secret");
    }

    @Test
    void the_master_key_is_for_the_programs_user_alone() {
        assertThat(command("secrets")).contains("make /run/ledgerline/keys/master.key 10001:10001 400");
        assertThat(dockerfile.last("RUN")).contains("--uid 10001");
        assertThat(list(services().get("postgres"), "volumes"))
                .noneMatch(volume -> volume.toString().startsWith("keys:"));
    }

    @Test
    void the_key_that_signs_tokens_is_seen_by_nobody_but_its_maker() {
        assertThat(command("secrets")).contains("-pubout -out /run/ledgerline/keys/login.new", "umask 077");
        services().forEach((name, service) -> {
            if (!name.equals("secrets")) {
                assertThat(list(service, "volumes"))
                        .noneMatch(volume -> volume.toString().startsWith("login:"));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"USER ledgerline", "VOLUME /data", "EXPOSE 8080", "WORKDIR /data"})
    void the_image_runs_the_program_as_a_user_without_rights(String instruction) {
        assertThat(dockerfile.stages().get(1))
                .extracting(Dockerfile.Instruction::toString)
                .contains(instruction);
    }

    @Test
    void the_image_runs_the_jar_that_the_build_leaves() {
        assertThat(dockerfile.last("COPY"))
                .isEqualTo("--from=build /source/application/target/ledgerline.jar /opt/ledgerline/ledgerline.jar");
        assertThat(dockerfile.last("ENTRYPOINT")).endsWith("\"-jar\", \"/opt/ledgerline/ledgerline.jar\"]");
        assertThat(read(ROOT.resolve("application/pom.xml"))).contains("<finalName>ledgerline</finalName>");
    }

    @Test
    void neither_data_nor_history_gets_into_the_build() {
        assertThat(read(ROOT.resolve(".dockerignore")).lines()).contains(".git", "**/data", "**/target");
    }

    private Map<String, Map<String, Object>> services() {
        Map<String, Map<String, Object>> services = new HashMap<>();
        map(compose, "services").keySet().forEach(name -> services.put(name, map(map(compose, "services"), name)));
        return services;
    }

    private String command(String service) {
        return list(services().get(service), "command").get(0).toString();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> parent, String key) {
        return (Map<String, Object>) parent.getOrDefault(key, Map.of());
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Map<String, Object> parent, String key) {
        return (List<Object>) parent.getOrDefault(key, List.of());
    }

    private static Binder binder(PropertySource<?> source) {
        MutablePropertySources sources = new MutablePropertySources();
        sources.addFirst(source);
        return new Binder(ConfigurationPropertySources.from(sources));
    }

    private static Map<String, Object> parsed(Path file) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(read(file));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(file + " can't be read", e);
        }
    }
}
