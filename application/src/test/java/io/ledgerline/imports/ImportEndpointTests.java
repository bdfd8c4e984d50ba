package io.ledgerline.imports;

import static io.ledgerline.imports.ImportFixture.HEADER;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.kernel.web.RequestContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

class ImportEndpointTests {

    private static final String ROW = "536365,22745,POPPY,6,2010-12-01 08:26:00,2.10,17850.0,France\n";
    private static final MediaType CSV = MediaType.valueOf("text/csv");

    @EnableWebFlux
    static class Web {}

    @TempDir
    Path directory;

    private ImportFixture given;
    private DisposableServer server;
    private WebTestClient client;

    @BeforeEach
    void open() {
        given = new ImportFixture(directory, 1);
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.register(Web.class);
        context.registerBean(WebFilter.class, () -> ImportEndpointTests::asAda);
        context.registerBean(
                ImportEndpoint.class,
                () -> new ImportEndpoint(
                        given.uploads,
                        new LiveProgress(given.imports, given.scheduler),
                        new Rejections(given.imports, given.scheduler),
                        given.settings));
        context.refresh();
        server = HttpServer.create()
                .host("127.0.0.1")
                .handle(new ReactorHttpHandlerAdapter(
                        WebHttpHandlerBuilder.applicationContext(context).build()))
                .bindNow();
        client = WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + server.port())
                .responseTimeout(Duration.ofSeconds(30))
                .build();
    }

    private static Mono<Void> asAda(ServerWebExchange exchange, WebFilterChain chain) {
        exchange.getAttributes()
                .put(RequestContext.ATTRIBUTE, new RequestContext("ada", "request-1", "c", null, null, null, null));
        return chain.filter(exchange);
    }

    @AfterEach
    void close() {
        server.disposeNow();
        given.close();
    }

    @Test
    void a_file_is_accepted_and_can_be_looked_at_where_it_says() {
        String location = upload(HEADER + ROW);
        given.worker().start();
        given.awaitEnd(location.substring("/imports/".length()));

        client.get()
                .uri(location)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("ETag", "\"2\"")
                .expectBody()
                .json("""
                        {"status": "completed", "rowsRead": 1, "rowsTotal": 1, "ordersImported": 1,
                         "creditNotesImported": 0, "rowsRejected": 0, "startedBy": "ada", "startedAt": "2026-11-20T10:00:00Z",
                         "finishedAt": "2026-11-20T10:00:00Z",
                         "amounts": {"file": {"amount": "12.60", "currency": "GBP"},
                                     "imported": {"amount": "12.60", "currency": "GBP"},
                                     "rejected": {"amount": "0.00", "currency": "GBP"}}}
                        """);
    }

    @Test
    void an_import_can_be_followed_until_it_is_over() {
        String location = upload(HEADER + ROW + ROW.replace("536365", "536366"));
        given.worker().start();

        List<ServerSentEvent<ImportProgress>> events = follow(location, "-1");

        assertThat(events)
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.event()).isEqualTo("import"));
        assertThat(events)
                .extracting(event -> Long.valueOf(event.id()))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(events.get(events.size() - 1).data().status()).isEqualTo(ImportProgress.Status.COMPLETED);
        assertThat(follow(location, "1")).hasSize(1);
        assertThat(follow(location, "3")).isEmpty();
    }

    @Test
    void rejected_rows_are_told_as_csv() {
        String location =
                upload(HEADER + ROW + "C536379,D,\"Discount, \"\"special\"\"\",-1,2010-12-01 09:41:00,27.5,,\n");
        given.worker().start();
        given.awaitEnd(location.substring("/imports/".length()));

        client.get()
                .uri(location + "/rejections")
                .accept(CSV)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType("text/csv;charset=UTF-8")
                .expectBody(String.class)
                .isEqualTo(
                        "line,reason," + HEADER
                                + "3,credit_without_customer,C536379,D,\"Discount, \"\"special\"\"\",-1,2010-12-01 09:41:00,27.5,,\n");
    }

    @Test
    void another_type_or_charset_is_not_supported() {
        for (String type : List.of("application/json", "text/plain", "text/csv;charset=ISO-8859-1")) {
            client.post()
                    .uri("/imports?format=online-retail")
                    .contentType(MediaType.valueOf(type))
                    .bodyValue((HEADER + ROW).getBytes(StandardCharsets.UTF_8))
                    .exchange()
                    .expectStatus()
                    .isEqualTo(415);
        }
        client.post()
                .uri("/imports?format=online-retail")
                .exchange()
                .expectStatus()
                .isEqualTo(415);
    }

    @Test
    void a_connection_that_breaks_in_the_middle_of_an_upload_leaves_nothing() throws IOException {
        for (int i = 0; i < 4; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                String request = "POST /imports?format=online-retail HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: text/csv\r\nContent-Length: 1000000\r\n\r\n" + HEADER + ROW.repeat(1_000);
                socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().flush();
            }
        }

        // At most two uploads at a time: there is room for another only if the broken ones are over.
        Awaitility.await().untilAsserted(() -> assertThat(upload(HEADER + ROW)).startsWith("/imports/"));
        assertThat(Database.count("import_line")).isEqualTo(1);
        assertThat(directory).isEmptyDirectory();
    }

    private String upload(String csv) {
        return client.post()
                .uri("/imports?format=online-retail")
                .contentType(CSV)
                .bodyValue(csv.getBytes(StandardCharsets.UTF_8))
                .exchange()
                .expectStatus()
                .isAccepted()
                .expectBody()
                .jsonPath("$.id")
                .exists()
                .returnResult()
                .getResponseHeaders()
                .getLocation()
                .toString();
    }

    private List<ServerSentEvent<ImportProgress>> follow(String location, String lastEventId) {
        return client.get()
                .uri(location)
                .accept(MediaType.TEXT_EVENT_STREAM)
                .header("Last-Event-ID", lastEventId)
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(new ParameterizedTypeReference<ServerSentEvent<ImportProgress>>() {})
                .getResponseBody()
                .collectList()
                .block(Duration.ofSeconds(30));
    }
}
