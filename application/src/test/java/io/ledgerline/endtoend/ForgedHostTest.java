package io.ledgerline.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that lies about whose address it was sent to, as caches and links in mails are poisoned with. */
@OnStores(Store.POSTGRES)
class ForgedHostTest extends EndToEnd {

    @Test
    void whatIsCreatedIsWhereTheClientHasAskedWhateverItSays() throws IOException {
        String sku = Shop.unique("SKU-");

        String answer = answer("POST", "/products", Shop.product(sku, "Lamp", "1.00", 1));

        assertThat(answer).startsWith("HTTP/1.1 201").contains("\r\nLocation: /products/" + sku + "\r\n");
        assertThat(answer).doesNotContain("evil");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/swagger-ui.html", "/v3/api-docs", "/products", "/orders/none", "//evil.example/orders"})
    void nobodyIsSentElsewhere(String path) throws IOException {
        String answer = answer("GET", path, "");

        assertThat(answer.replace("\"instance\":\"" + path, "")).doesNotContain("evil");
    }

    private String answer(String method, String path, String body) throws IOException {
        URI address = URI.create(program.address());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout((int) Shop.PATIENCE.toMillis());
            socket.getOutputStream().write("""
                            %s %s HTTP/1.1
                            Host: evil.example
                            X-Forwarded-Host: evil.example
                            X-Forwarded-Proto: https
                            X-Forwarded-Prefix: /evil
                            Forwarded: host=evil.example;proto=https
                            Content-Type: application/json
                            Content-Length: %d
                            Connection: close

                            """.formatted(method, path, body.getBytes(UTF_8).length)
                    .replace("\n", "\r\n")
                    .concat(body)
                    .getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
