package io.ledgerline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.ledgerline.database.DatabaseProperties;
import io.ledgerline.eventstore.EventStoreProperties;
import io.ledgerline.privacy.EncryptionProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.axonframework.axonserver.connector.AxonServerConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.boot.micrometer.tracing.autoconfigure.TracingProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingProperties;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The Dockerfile and the compose file say what the program understands, and let nobody in from outside. */
class DeploymentFilesTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String PINNED = "[a-z0-9./-]+:v?[0-9]+[.][0-9]+[A-Za-z0-9._-]*";
    private static final List<String> NODES = List.of("ledgerline-1", "ledgerline-2");

    private final Map<String, Object> compose = parsed(ROOT.resolve("docker-compose.yml"));
    private final Dockerfile dockerfile = Dockerfile.parse(read(ROOT.resolve("Dockerfile")));

    @Test
    void compose_starts_axon_server_postgresql_and_two_nodes_behind_a_proxy() {
        assertThat(services().entrySet().stream()
                        .filter(service -> list(service.getValue(), "profiles").isEmpty())
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(
                        "secrets", "postgres", "axon-server", "ledgerline-1", "ledgerline-2", "proxy");
        assertThat(services().get("postgres").get("image").toString()).startsWith("postgres:17.");
        assertThat(services().get("axon-server").get("image").toString()).startsWith("axoniq/axonserver:");
        assertThat(NODES).allSatisfy(node -> assertThat(services().get(node)).containsEntry("build", "."));
        assertThat(list(services().get("ledgerline-1"), "volumes")).contains("ledgerline-1-data:/data");
        assertThat(list(services().get("ledgerline-2"), "volumes")).contains("ledgerline-2-data:/data");
    }

    @Test
    void the_observability_profile_adds_prometheus_grafana_and_jaeger() {
        assertThat(services().entrySet().stream()
                        .filter(service -> list(service.getValue(), "profiles").contains("observability"))
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("prometheus", "grafana", "jaeger");
    }

    @Test
    void nodes_send_their_traces_to_jaeger_if_it_is_there() {
        String jaeger = "http://jaeger:4318/v1/traces";
        assertThat(NODES)
                .allSatisfy(node -> assertThat(map(services().get(node), "environment"))
                        .containsEntry(
                                "MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT",
                                "${COMPOSE_PROFILES:+" + jaeger + "}"));
        assertThat(services().get("jaeger").get("image").toString()).startsWith("jaegertracing/jaeger:2.");
        assertThat(list(parsed(ROOT.resolve("deploy/grafana/provisioning/datasources/datasources.yml")), "datasources"))
                .anySatisfy(source -> assertThat(source).asInstanceOf(MAP).containsEntry("url", "http://jaeger:16686"));
    }

    @Test
    void if_no_node_is_ready_the_proxy_asks_them_all_the_same() {
        assertThat(Pattern.compile("(?m)^ *server \\S+-anyway (\\S+):8080 no-check backup$")
                        .matcher(read(ROOT.resolve("deploy/proxy/haproxy.cfg")))
                        .results())
                .extracting(server -> server.group(1))
                .containsExactlyElementsOf(NODES);
    }

    @Test
    void the_proxy_hands_on_to_both_nodes_while_they_are_ready() {
        String proxy = read(ROOT.resolve("deploy/proxy/haproxy.cfg"));

        assertThat(Pattern.compile("(?m)^ *server (\\S+) (\\S+):8080$")
                        .matcher(proxy)
                        .results())
                .extracting(server -> server.group(1), server -> server.group(2))
                .containsExactly(tuple("ledgerline-1", "ledgerline-1"), tuple("ledgerline-2", "ledgerline-2"));
        assertThat(proxy)
                .contains("option httpchk GET /actuator/health/readiness", "bind :8080", "retry-on conn-failure")
                .as("longer than the heartbeat of live reads")
                .containsPattern("timeout server +60s");
        assertThat(map(services().get("proxy"), "depends_on")).containsOnlyKeys(NODES.toArray(String[]::new));
        assertThat(list(services().get("proxy"), "ports")).containsExactly("127.0.0.1:8080:8080");
    }

    @Test
    void prometheus_scrapes_each_node_with_its_token() {
        Map<String, Object> prometheus = parsed(ROOT.resolve("deploy/prometheus/prometheus.yml"));
        Map<String, Object> job = first(prometheus, "scrape_configs");

        assertThat(job).containsEntry("metrics_path", "/actuator/prometheus");
        assertThat(list(first(job, "static_configs"), "targets"))
                .isEqualTo(NODES.stream().map(node -> node + ":8080").toList());
        String token = map(job, "authorization").get("credentials_file").toString();
        assertThat(token).isEqualTo("/run/ledgerline/metrics/token");
        assertThat(command("secrets")).contains(token, "\"roles\":[\"auditor\"]");
        assertThat(list(prometheus, "rule_files")).containsExactly("/etc/prometheus/alerts.yml");
        assertThat(list(services().get("prometheus"), "volumes"))
                .contains(
                        "./deploy/prometheus/prometheus.yml:/etc/prometheus/prometheus.yml:ro",
                        "./deploy/prometheus/alerts.yml:/etc/prometheus/alerts.yml:ro",
                        "metrics-access:/run/ledgerline/metrics:ro");
    }

    @Test
    void grafana_finds_prometheus_and_our_dashboard() throws IOException {
        Map<String, Object> datasource =
                first(parsed(ROOT.resolve("deploy/grafana/provisioning/datasources/datasources.yml")), "datasources");
        Map<String, Object> provider =
                first(parsed(ROOT.resolve("deploy/grafana/provisioning/dashboards/dashboards.yml")), "providers");
        JsonNode dashboard =
                JsonMapper.shared().readTree(read(ROOT.resolve("deploy/grafana/dashboards/ledgerline.json")));

        assertThat(datasource).containsEntry("url", "http://prometheus:9090");
        assertThat(dashboard.findValues("uid").stream().map(JsonNode::asString).distinct())
                .containsOnly("ledgerline", datasource.get("uid").toString());
        assertThat(list(services().get("grafana"), "volumes"))
                .contains("./deploy/grafana/provisioning:/etc/grafana/provisioning:ro")
                .contains("./deploy/grafana/dashboards:"
                        + map(provider, "options").get("path") + ":ro");
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
        assertThat(NODES).allSatisfy(node -> assertThat(services().get(node)).doesNotContainKey("ports"));
    }

    @Test
    void every_volume_is_declared_and_used() {
        List<String> used = services().values().stream()
                .flatMap(service -> list(service, "volumes").stream())
                .map(volume -> volume.toString().split(":")[0])
                .distinct()
                .filter(volume -> !volume.startsWith("./"))
                .toList();

        assertThat(map(compose, "volumes").keySet()).containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void every_file_that_is_mounted_is_there() {
        assertThat(services().values().stream()
                        .flatMap(service -> list(service, "volumes").stream())
                        .map(volume -> volume.toString().split(":")[0])
                        .filter(volume -> volume.startsWith("./")))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(ROOT.resolve(file)).exists());
    }

    /** What the proxy takes to notice, what requests may take, what processors and connections do after that. */
    @Test
    void nobody_is_cut_off_when_a_node_is_stopped() {
        Map<String, Object> node = services().get("ledgerline-1");
        String proxy = read(ROOT.resolve("deploy/proxy/haproxy.cfg"));
        Duration notice = Duration.parse(
                map(node, "environment").get("LEDGERLINE_SHUTDOWN_NOTICE").toString());
        Map<String, Object> spring =
                map(parsed(ROOT.resolve("application/src/main/resources/application.yml")), "spring");
        Duration requests = DurationStyle.detectAndParse(
                map(spring, "lifecycle").get("timeout-per-shutdown-phase").toString());

        assertThat(proxy).contains("check inter 1s fall 2 ");
        assertThat(notice).isGreaterThan(Duration.ofSeconds(2));
        assertThat(DurationStyle.detectAndParse(node.get("stop_grace_period").toString()))
                .isGreaterThanOrEqualTo(notice.plus(requests.multipliedBy(2)));
    }

    @Test
    void the_program_waits_until_its_stores_are_healthy_and_its_secrets_made() {
        assertThat(map(services().get("ledgerline-1"), "depends_on"))
                .containsEntry("secrets", Map.of("condition", "service_completed_successfully"))
                .containsEntry("postgres", Map.of("condition", "service_healthy"))
                .containsEntry("axon-server", Map.of("condition", "service_healthy"));
    }

    @Test
    void postgresql_has_connections_for_all_nodes() {
        Map<String, Object> program =
                map(parsed(ROOT.resolve("application/src/main/resources/application.yml")), "ledgerline");
        DatabaseProperties databases = binder(
                        new MapPropertySource("program", Map.of("ledgerline.data-directory", ".")))
                .bind("ledgerline", DatabaseProperties.class)
                .get();
        int write = (Integer) map(program, "database").get("maximum-pool-size");
        int read = databases.readDatabase().maximumPoolSize();
        int toTellAndToHearOtherNodes = 2 * 2;
        int ofANode = write + 2 * read + toTellAndToHearOtherNodes;
        int keptForSuperusers = 3;

        assertThat(program).as("the default is in force").doesNotContainKey("read-database");
        assertThat(list(services().get("postgres"), "command"))
                .filteredOn(argument -> argument.toString().startsWith("max_connections="))
                .singleElement()
                .extracting(argument -> Integer.valueOf(argument.toString().split("=")[1]))
                .satisfies(most -> assertThat(most).isGreaterThan(NODES.size() * ofANode + keptForSuperusers));
    }

    @Test
    void the_environment_binds_to_configuration_keys_of_the_program() {
        assertThat(map(services().get("ledgerline-2"), "environment"))
                .isEqualTo(map(services().get("ledgerline-1"), "environment"));
        Map<String, Object> environment = new TreeMap<>(dockerfile.environment());
        environment.putAll(map(services().get("ledgerline-1"), "environment"));
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
        assertThat(binder.bind("ledgerline.shutdown.notice", Duration.class).get())
                .isEqualTo(Duration.ofSeconds(3));
        assertThat(binder.bind("server.address", String.class).get()).isEqualTo("0.0.0.0");
        assertThat(binder.bind("spring.security.oauth2.resourceserver.jwt.public-key-location", String.class)
                        .get())
                .isEqualTo("file:/run/ledgerline/keys/login.pub");
        assertThat(binder.bind("management.opentelemetry.tracing.export.otlp", OtlpTracingProperties.class)
                        .get()
                        .getEndpoint())
                .startsWith("${COMPOSE_PROFILES:+http://jaeger");
        assertThat(binder.bind("management.tracing", TracingProperties.class)
                        .get()
                        .getSampling()
                        .getProbability())
                .isOne();
        assertThat(environment)
                .as("nothing that isn't looked at here")
                .containsOnlyKeys(
                        "AXON_AXONSERVER_SERVERS",
                        "LEDGERLINE_DATABASE_URL",
                        "LEDGERLINE_DATABASE_USERNAME",
                        "LEDGERLINE_DATADIRECTORY",
                        "LEDGERLINE_ENCRYPTION_MASTERKEYFILE",
                        "LEDGERLINE_EVENTSTORE",
                        "LEDGERLINE_SHUTDOWN_NOTICE",
                        "MALLOC_ARENA_MAX",
                        "MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT",
                        "MANAGEMENT_TRACING_SAMPLING_PROBABILITY",
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
        assertThat(map(services().get("ledgerline-1"), "environment"))
                .containsEntry(
                        "SPRING_CONFIG_IMPORT",
                        "configtree:/run/ledgerline/database/,configtree:/run/ledgerline/program/");
        assertThat(command("secrets")).contains("make " + file + " ");
        Files.writeString(mounted.resolve(Path.of(file).getFileName()), "secret");
        assertThat(binder(new ConfigTreePropertySource("mounted", mounted))
                        .bind("ledgerline.database", DatabaseProperties.Access.class)
                        .get()
                        .password())
                .isEqualTo("secret");
    }

    @Test
    void all_nodes_sign_notices_with_the_same_secret() {
        assertThat(command("secrets"))
                .contains("make /run/ledgerline/program/ledgerline.payments.webhook-secret 10001:10001 400");
        assertThat(NODES)
                .allSatisfy(node -> assertThat(list(services().get(node), "volumes"))
                        .contains("program-secrets:/run/ledgerline/program:ro"));
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
        assertThat(dockerfile.stages().get(0))
                .extracting(Dockerfile.Instruction::toString)
                .contains(
                        "WORKDIR /source",
                        "RUN java -Djarmode=tools -jar application/target/ledgerline.jar extract --destination ledgerline");
        assertThat(dockerfile.last("COPY")).isEqualTo("--from=build /source/ledgerline /opt/ledgerline");
        assertThat(dockerfile.last("ENTRYPOINT")).endsWith("\"-jar\", \"/opt/ledgerline/ledgerline.jar\"]");
        assertThat(read(ROOT.resolve("application/pom.xml"))).contains("<finalName>ledgerline</finalName>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseParallelGC", "-XX:+UseCompactObjectHeaders", "-XX:+ExitOnOutOfMemoryError"})
    void the_image_has_the_collector_of_the_launcher_and_its_end(String option) {
        assertThat(read(ROOT.resolve("ledgerline"))).contains(option);
        assertThat(dockerfile.last("ENTRYPOINT")).contains("\"" + option + "\"");
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
    private static Map<String, Object> first(Map<String, Object> parent, String key) {
        return (Map<String, Object>) list(parent, key).get(0);
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
