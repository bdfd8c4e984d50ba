package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What Prometheus scrapes. */
class MetricsTest extends EndToEnd {

    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)"
            + "(\\{([a-zA-Z_][a-zA-Z0-9_]*=\"(\\\\[\\\\n\"]|[^\\\\\"\\n])*\",?)*})?"
            + " (NaN|[+-]Inf|[-+]?[0-9.]+([eE][-+]?[0-9]+)?)");
    private static final Pattern COMMENT =
            Pattern.compile("# (HELP [a-zA-Z_:][a-zA-Z0-9_:]* .*|TYPE [a-zA-Z_:][a-zA-Z0-9_:]* "
                    + "(counter|gauge|histogram|summary|info|untyped|unknown))");

    @Test
    void givenAnOrder_whenPrometheusScrapes_thenItCanReadItAndFindsWhatWasDone() {
        String sku = shop.listed("1.00", 5);
        String order = shop.placed(new Line(sku, 1));
        shop.confirmed(order);
        shop.pay(order, "tok_ok").expect(201);
        shop.eventually("/orders/" + order, it -> "PAID".equals(it.text("/status")));
        shop.confirmed(shop.placed(new Line(sku, 1)));
        shop.post("/products", Shop.product(sku, "Once more", "1.00", 1)).expectProblem(409, "product_exists");

        String scraped = shop.get("/actuator/prometheus").expect(200).body();

        assertThat(scraped.lines())
                .allMatch(line ->
                        (line.startsWith("#") ? COMMENT : SAMPLE).matcher(line).matches());
        assertThat(sample(scraped, "ledgerline_commands_seconds_count", "PlaceOrder", "succeeded"))
                .isGreaterThanOrEqualTo(2);
        assertThat(sample(scraped, "ledgerline_commands_seconds_sum", "PlaceOrder", "succeeded"))
                .isPositive();
        assertThat(sample(scraped, "ledgerline_commands_seconds_count", "ListProduct", "rejected"))
                .isGreaterThanOrEqualTo(1);
        assertThat(sample(scraped, "ledgerline_events_appended_total", "OrderPlaced"))
                .isGreaterThanOrEqualTo(2);
        assertThat(sample(scraped, "ledgerline_queries_seconds_count", "FindOrder", "succeeded"))
                .isPositive();
        assertThat(sample(scraped, "ledgerline_provider_calls_seconds_count", "sandbox", "capture", "done"))
                .isGreaterThanOrEqualTo(1);
        assertThat(sample(scraped, "ledgerline_provider_circuit_open", "sandbox"))
                .isZero();
        assertThat(sample(scraped, "ledgerline_alarms_seconds_count", "payment-capture", "succeeded"))
                .isPositive();
        assertThat(sample(scraped, "ledgerline_alarms_late")).isNotNegative();
        assertThat(sample(scraped, "ledgerline_processes_stuck")).isNotNegative();
        assertThat(sample(scraped, "ledgerline_commands_waiting")).isNotNegative();
        assertThat(sample(scraped, "ledgerline_commands_later")).isNotNegative();
        assertThat(sample(scraped, "ledgerline_streams_open")).isNotNegative();
        assertThat(sample(scraped, "ledgerline_processor_batch_size_events_count", "orders-view"))
                .isPositive();
        assertThat(sample(scraped, "ledgerline_processor_batch_size_events_max", "orders-view"))
                .isNotNegative();
        assertThat(sample(scraped, "ledgerline_processor_batches_seconds_count", "orders-view", "succeeded"))
                .isPositive();
        assertThat(sample(scraped, "r2dbc_pool_acquired_connections", "read")).isNotNegative();
        assertThat(sample(scraped, "ledgerline_processor_events_total", "orders-view"))
                .isPositive();
        assertThat(sample(scraped, "ledgerline_processor_segments", "orders-view"))
                .isPositive();
        assertThat(sample(scraped, "ledgerline_processor_running", "orders-view"))
                .isEqualTo(1);
        assertThat(sample(scraped, "ledgerline_processor_lag_seconds", "audit")).isNotNegative();
        assertThat(sample(scraped, "ledgerline_processor_lag_events", "audit")).isNotNegative();
        assertThat(sample(scraped, "ledgerline_sagas_live")).isPositive();
        assertThat(sample(scraped, "ledgerline_alarms_pending")).isPositive();
        assertThat(sample(scraped, "ledgerline_dead_letters")).isZero();
        assertThat(sample(scraped, "executor_pool_size_threads", "commands")).isPositive();
        assertThat(sample(scraped, "hikaricp_connections_max", "write")).isPositive();
        assertThat(sample(scraped, "http_server_requests_seconds_count", "/orders", "POST", "201"))
                .isGreaterThanOrEqualTo(2);
        assertThat(scraped).doesNotContain(sku, order);
    }

    /** What only counts once something goes wrong isn't there before: nothing is sent away here. */
    @Test
    void givenTheDashboardAndItsAlerts_whenTheirQueriesAreComparedWithWhatIsScraped_thenAllThatTheyAskForIsThere()
            throws IOException {
        String sku = shop.listed("1.00", 5);
        String order = shop.placed(new Line(sku, 1));
        shop.confirmed(order);
        shop.pay(order, "tok_ok").expect(201);
        shop.eventually("/orders/" + order, it -> "PAID".equals(it.text("/status")));
        System.gc();
        Map<String, Set<String>> scraped =
                labels(shop.get("/actuator/prometheus").expect(200).body());
        scraped.put("ledgerline_requests_refused_total", Set.of("code"));
        scraped.put("up", Set.of());

        List<PromQuery> asked = new ArrayList<>();
        JsonMapper.shared()
                .readTree(Files.readString(Path.of("../deploy/grafana/dashboards/ledgerline.json")))
                .findValues("expr")
                .forEach(expression -> asked.add(PromQuery.of(expression.asString())));
        assertThat(asked).hasSizeGreaterThan(30);
        Pattern.compile("(?m)^ *expr: (.*)$")
                .matcher(Files.readString(Path.of("../deploy/prometheus/alerts.yml")))
                .results()
                .forEach(alert -> asked.add(PromQuery.of(alert.group(1))));
        assertThat(asked).hasSizeGreaterThan(35);

        assertThat(asked)
                .allSatisfy(query -> query.selected().forEach((metric, labels) -> {
                    assertThat(scraped).as(query.text()).containsKey(metric);
                    Set<String> known = new TreeSet<>(scraped.get(metric));
                    known.addAll(Set.of("instance", "job", "le"));
                    assertThat(known).as(query.text()).containsAll(labels);
                }));
    }

    /** Which labels each metric has. */
    private static Map<String, Set<String>> labels(String scraped) {
        Map<String, Set<String>> found = new TreeMap<>();
        scraped.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Set<String> labels = found.computeIfAbsent(line.split("[{ ]", 2)[0], metric -> new TreeSet<>());
            Pattern.compile("([a-zA-Z_]\\w*)=\"").matcher(line).results().forEach(label -> labels.add(label.group(1)));
        });
        return found;
    }

    /** A query in Prometheus' language, and what it asks for: each metric with the labels that it selects and groups by. */
    private record PromQuery(String text, Map<String, Set<String>> selected) {

        private static final Pattern METRIC = Pattern.compile("\\b([a-z]\\w*(?:_\\w+)+|up)\\b(?!\\s*\\()(\\{[^}]*})?");
        private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!=|!~|=)");
        private static final Pattern GROUPED = Pattern.compile("\\bby \\(([^)]*)\\)");

        static PromQuery of(String text) {
            String groups =
                    GROUPED.matcher(text).results().map(group -> group.group(1)).collect(Collectors.joining(","));
            Map<String, Set<String>> selected = new TreeMap<>();
            METRIC.matcher(GROUPED.matcher(text).replaceAll("").replace("$__rate_interval", "1m"))
                    .results()
                    .forEach(metric -> {
                        Set<String> labels = selected.computeIfAbsent(metric.group(1), name -> new TreeSet<>());
                        if (metric.group(2) != null) {
                            LABEL.matcher(metric.group(2)).results().forEach(label -> labels.add(label.group(1)));
                        }
                        Stream.of(groups.split(","))
                                .map(String::strip)
                                .filter(label -> !label.isEmpty())
                                .forEach(labels::add);
                    });
            assertThat(selected).as(text).isNotEmpty();
            return new PromQuery(text, selected);
        }
    }

    @Test
    void givenAMeter_whenItIsAskedForByName_thenItIsTold() {
        shop.listed("1.00", 5);

        assertThat(shop.get("/actuator/metrics/ledgerline.commands").expect(200).text("/baseUnit"))
                .isEqualTo("seconds");
    }

    /** The one sample of that name whose labels have these values among them. */
    private static double sample(String scraped, String name, String... labels) {
        List<String> found = scraped.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> List.of(labels).stream().allMatch(label -> line.contains("\"" + label + "\"")))
                .toList();
        assertThat(found).as(name + " " + List.of(labels)).hasSize(1);
        return Double.parseDouble(found.get(0).substring(found.get(0).lastIndexOf(' ')));
    }
}
