package io.ledgerline.http;

import io.ledgerline.http.KeptAnswers.Claim;
import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keeps an answer before the client gets it, or sees to it that the log can give it again. */
final class Recording extends ServerHttpResponseDecorator {

    private final ServerWebExchange exchange;
    private final Claim claim;
    private final KeptAnswers answers;
    private final Archive archive;
    private final AtomicBoolean answered = new AtomicBoolean();

    Recording(ServerWebExchange exchange, Claim claim, KeptAnswers answers, Archive archive) {
        super(exchange.getResponse());
        this.exchange = exchange;
        this.claim = claim;
        this.answers = answers;
        this.archive = archive;
    }

    @Override
    public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
        return DataBufferUtils.join(Flux.from(body))
                .map(BufferedRequest::bytes)
                .defaultIfEmpty(new byte[0])
                .flatMap(this::keep);
    }

    @Override
    public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
        return writeWith(Flux.from(body).concatMap(part -> part));
    }

    private Mono<Void> keep(byte[] body) {
        answered.set(true);
        HttpStatusCode status = getStatusCode();
        if (status != null && !Archive.isKept(status)) {
            return answers.giveBack(claim).then(write(body));
        }
        if (claim.inherited()) {
            getHeaders().set(Archive.REPLAYED, "true");
        }
        return archive.keep(claim, exchange, getDelegate(), body)
                .flatMap(other ->
                        other.map(kept -> archive.replay(getDelegate(), kept)).orElseGet(() -> write(body)));
    }

    private Mono<Void> write(byte[] body) {
        return getDelegate().writeWith(Mono.fromSupplier(() -> bufferFactory().wrap(body)));
    }

    /** Nothing is left under way, even if there was nothing to answer. */
    Mono<Void> end() {
        return answered.get() ? Mono.empty() : answers.giveBack(claim);
    }
}
