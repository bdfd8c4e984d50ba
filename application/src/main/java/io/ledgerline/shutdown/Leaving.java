package io.ledgerline.shutdown;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.BeansException;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
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
 * just connected sends what he wanted to; live streams end; what is under way is waited for. Boot's own graceful shutdown
 * does the last, but only if it is the one that closes the listening socket.
 */
final class Leaving
        implements WebFilter,
                ApplicationListener<ContextClosedEvent>,
                ApplicationContextAware,
                Ordered,
                SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Leaving.class);

    /** From a connection to its first request. */
    private static final Duration MOMENT = Duration.ofMillis(250);

    private static final Duration LOOK = Duration.ofMillis(10);

    private final Duration notice;
    private @Nullable ApplicationContext context;
    private volatile @Nullable DisposableServer server;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean leaving;
    private volatile boolean running;

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
        return Mono.defer(() -> {
            underWay.incrementAndGet();
            return chain.filter(exchange).doFinally(end -> underWay.decrementAndGet());
        });
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

    @Override
    public void start() {
        running = true;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** With Boot's own: after what takes up work, before the server and what requests need. */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE - 1024;
    }

    /** Spring waits no longer than {@code spring.lifecycle.timeout-per-shutdown-phase}. */
    @Override
    public void stop(Runnable callback) {
        Thread waiting = new Thread(
                () -> {
                    while (underWay.get() > 0) {
                        pause(LOOK);
                    }
                    stop();
                    callback.run();
                },
                "requests-under-way");
        waiting.setDaemon(true);
        waiting.start();
    }

    @Override
    public void stop() {
        running = false;
    }

    private static void pause(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
