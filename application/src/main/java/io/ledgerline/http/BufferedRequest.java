package io.ledgerline.http;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ContentTooLargeException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A request whose body has been read, to be read again. */
public final class BufferedRequest extends ServerHttpRequestDecorator {

    private final byte[] body;

    private BufferedRequest(ServerHttpRequest request, byte[] body) {
        super(request);
        this.body = body;
    }

    /**
     * The request once all of it is here; {@link ContentTooLargeException} if it is too long.
     *
     * @param maxSize in bytes
     */
    public static Mono<BufferedRequest> of(ServerHttpRequest request, int maxSize) {
        if (request instanceof BufferedRequest buffered) {
            return Mono.just(buffered);
        }
        return DataBufferUtils.join(request.getBody(), maxSize)
                .map(BufferedRequest::bytes)
                .defaultIfEmpty(new byte[0])
                .onErrorMap(DataBufferLimitException.class, ContentTooLargeException::new)
                .map(body -> new BufferedRequest(request, body));
    }

    byte[] body() {
        return body;
    }

    @Override
    public Flux<DataBuffer> getBody() {
        return body.length == 0
                ? Flux.empty()
                : Flux.defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(body)));
    }

    /** What is in the buffer, which is released. */
    static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }
}
