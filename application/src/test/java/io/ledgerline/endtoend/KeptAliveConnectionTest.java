package io.ledgerline.endtoend;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Requests that follow each other on one connection, each as soon as the answer before it is read. */
class KeptAliveConnectionTest extends EndToEnd {

    private static final int REQUESTS = 500;
    private static final int CONNECTIONS = 100;

    /** Answers come from the database's event loop; a server that isn't done with one may forget the next request. */
    @Test
    void whenManyRequestsFollowEachOtherClosely_thenEachIsAnswered() throws IOException {
        URI address = URI.create(program.address());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(Math.toIntExact(Shop.PATIENCE.toMillis()));
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int i = 0; i < REQUESTS; i++) {
                String request = "GET /products/none-%d HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(i);
                socket.getOutputStream().write(request.getBytes(US_ASCII));

                assertThat(line(in)).startsWith("HTTP/1.1 404");
                assertThat(in.readNBytes(contentLength(in))).isNotEmpty();
            }
        }
    }

    /** The same for a request that can't be decoded: it is refused, and then the connection is over. */
    @Test
    void whenARequestThatIsTooLongFollowsClosely_thenItIsRefused() throws IOException {
        URI address = URI.create(program.address());
        String tooLong = "POST /products?x=%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}"
                .formatted("a".repeat(5_000));
        for (int i = 0; i < CONNECTIONS; i++) {
            try (Socket socket = new Socket(address.getHost(), address.getPort())) {
                socket.setSoTimeout(Math.toIntExact(Shop.PATIENCE.toMillis()));
                InputStream in = new BufferedInputStream(socket.getInputStream());
                for (int before = 0; before < 3; before++) {
                    String request = "GET /products/none-%d HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(i);
                    socket.getOutputStream().write(request.getBytes(US_ASCII));
                    assertThat(line(in)).startsWith("HTTP/1.1 404");
                    assertThat(in.readNBytes(contentLength(in))).isNotEmpty();
                }
                socket.getOutputStream().write(tooLong.getBytes(US_ASCII));

                assertThat(line(in)).startsWith("HTTP/1.1 414");
                assertThat(in.readNBytes(contentLength(in))).asString(US_ASCII).contains("uri_too_long");
                assertThat(in.read()).isEqualTo(-1);
            }
        }
    }

    private static int contentLength(InputStream in) throws IOException {
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(
                        header.substring("content-length:".length()).strip());
            }
        }
        return length;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n' && next >= 0; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }
}
