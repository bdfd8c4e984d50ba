package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.query.product.FindProduct;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/** Clients that keep their connection and do nothing with it, that want too much, or that send too much. */
@OnStores(Store.POSTGRES)
class SlowClientsTest extends LoggedIn {

    /** As the program has it, if nothing else is configured. */
    private static final int MOST_UPLOADS = 4;

    @Test
    void aRequestThatDoesNotGoOnIsOver() throws IOException {
        try (Socket socket = connected()) {
            send(
                    socket,
                    head("POST /products") + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"sku\":");

            assertThat(firstLine(socket)).contains(" 408 ");
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .as("all that comes until the connection is closed")
                    .contains("\"code\":\"request_timeout\"");
        }
    }

    /** And makes room for others: as many as may be received at a time stand still, and then one more is received. */
    @Test
    void anUploadThatDoesNotGoOnIsOver() throws IOException {
        List<Socket> stalled = new ArrayList<>();
        for (int i = 0; i < MOST_UPLOADS; i++) {
            Socket socket = connected();
            stalled.add(socket);
            send(
                    socket,
                    head("POST /imports?format=online-retail")
                            + "Content-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n7\r\nInvoice\r\n");
        }
        for (Socket socket : stalled) {
            assertThat(firstLine(socket)).matches("|HTTP/1.1 408 .*\r");
            socket.close();
        }

        byte[] none = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
                .getBytes(StandardCharsets.UTF_8);
        Answer begun = operator.send(
                        HttpMethod.POST, "/imports?format=online-retail", MediaType.parseMediaType("text/csv"), none)
                .expect(202);
        assertThat(operator.get(begun.header("Location")).expect(200).text("/startedBy"))
                .isEqualTo("olga");
    }

    @Test
    void aHeadThatIsTooLargeIsRefused() throws IOException {
        try (Socket socket = connected()) {
            send(socket, head("GET /products") + "X-Reason: " + "x".repeat(100_000) + "\r\n\r\n");

            assertThat(firstLine(socket)).contains(" 431 ");
        }
    }

    /** All states of an order that changes all the time, to a reader who takes none: its connection is closed. */
    @Test
    void whoDoesNotReadIsDropped() throws IOException {
        String sku = operator.listed("1.00", 1);
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(1024);
            connect(socket);
            String big = "x".repeat(4000);
            send(socket, head("GET /products/" + sku) + "Accept: text/event-stream\r\n\r\n");

            Awaitility.await().atMost(Shop.PATIENCE).until(() -> isFollowed(sku));
            Awaitility.await()
                    .atMost(Shop.PATIENCE.multipliedBy(10))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> {
                        operator.put(
                                        "/products/" + sku,
                                        "{\"name\": \"%s\", \"description\": \"%s\"}"
                                                .formatted(Shop.unique("Lamp "), big))
                                .expect(200);
                        return !isFollowed(sku);
                    });
        }
    }

    private boolean isFollowed(String sku) {
        FindProduct followed = new FindProduct(new Sku(sku));
        return program.bean(QueryUpdateEmitter.class).activeSubscriptions().stream()
                .anyMatch(subscription -> subscription.getPayload().equals(followed));
    }

    @Test
    void aCallerFollowsNoMoreThanItMayAndWhoLeavesMakesRoom() throws IOException {
        String sku = operator.listed("1.00", 1);
        String token = TOKENS.of(Shop.unique("f"), "operator");
        List<Socket> following = new ArrayList<>();
        for (int i = 0; i < LoginPrograms.MOST_STREAMS; i++) {
            following.add(following(sku, token, " 200 "));
        }
        following(sku, token, " 429 ").close();
        Answer refused =
                as(token).get("/products/" + sku, "Accept", "text/event-stream").expectProblem(429, "too_many_streams");
        assertThat(refused.header(HttpHeaders.RETRY_AFTER)).isEqualTo("1");
        operator.get("/products/" + sku).expect(200);

        for (Socket follower : following) {
            follower.close();
        }
        Awaitility.await()
                .atMost(Shop.PATIENCE)
                .untilAsserted(() -> following(sku, token, " 200 ").close());
    }

    private Socket following(String sku, String token, String status) throws IOException {
        Socket socket = connected();
        send(socket, head("GET /products/" + sku, token) + "Accept: text/event-stream\r\n\r\n");
        assertThat(firstLine(socket)).contains(status);
        return socket;
    }

    private Socket connected() throws IOException {
        return connect(new Socket());
    }

    private Socket connect(Socket socket) throws IOException {
        URI address = URI.create(program.address());
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
        socket.setSoTimeout((int) Shop.PATIENCE.toMillis());
        return socket;
    }

    private static String head(String request) {
        return head(request, TOKENS.of("olga", "operator"));
    }

    private static String head(String request, String token) {
        return request + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n";
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static String firstLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        InputStream in = socket.getInputStream();
        for (int next = in.read(); next != -1 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString();
    }
}
