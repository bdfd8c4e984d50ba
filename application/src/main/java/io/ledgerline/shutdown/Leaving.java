package io.ledgerline.shutdown;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.BeansException;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;

/**
 * What comes before the program stops, in this order: it isn't ready any more, and goes on for a while; each answer ends its
 * connection, so that the next request takes a new one; nobody can connect any more, which is safe to try elsewhere; who has
 * just connected sends what he wanted to. Only then live streams end, and what is under way is waited for.
 */
final class Leaving implements WebFilter, ApplicationListener<ContextClosedEvent>, ApplicationContextAware, Ordered {

    private static final Logger log = LoggerFactory.getLogger(Leaving.class);

    /** From a connection to its first request. */
    private static final Duration MOMENT = Duration.ofMillis(250);

    private final Duration notice;
    private @Nullable ApplicationContext context;
    private volatile @Nullable DisposableServer server;
    private volatile boolean leaving;

    Leaving(Duration notice) {
        this.notice = notice;
    }

    @Override
    public void setApplicationContext(ApplicationContext context) throws BeansException {
        this.context = context;
    }

    void serves(DisposableServer bound) {
        server = bound;
    }

    /** Before all others that do something when the program stops, and around all other filters. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        exchange.getResponse().beforeCommit(() -> {
            if (leaving) {
                exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
            }
            return Mono.empty();
        });
        return chain.filter(exchange);
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        DisposableServer bound = server;
        if (event.getApplicationContext() != context || bound == null || leaving) {
            return;
        }
        leaving = true;
        log.info("Ledgerline stops: it takes no new requests in {} ms", notice.toMillis());
        pause(notice);
        bound.channel().close().awaitUninterruptibly();
        pause(MOMENT);
    }

    private static void pause(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
