package io.ledgerline.endtoend;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** What tests add to the program. */
@Configuration(proxyBeanMethods = false)
class PlantedFault {

    /** An address that does what no address may: it makes the event loop wait. */
    @Bean
    RouterFunction<ServerResponse> blocksTheEventLoop() {
        return RouterFunctions.route()
                .GET("/planted-fault", request -> ServerResponse.ok().bodyValue(block()))
                .build();
    }

    /**
     * Waits, if only for a moment.
     *
     * @return the thread's name
     */
    static String block() {
        LockSupport.parkNanos(1_000);
        return Thread.currentThread().getName();
    }

    static boolean isIn(StackTraceElement frame) {
        return frame.getClassName().equals(PlantedFault.class.getName());
    }

    /** Event loops of the program's own: several programs run in one JVM here, and one that stops must not stop all. */
    @Bean
    ReactorResourceFactory eventLoops() {
        ReactorResourceFactory resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        // When they are stopped, all requests are over: there is nothing to wait for, and programs are stopped often
        // here.
        resources.setShutdownQuietPeriod(Duration.ZERO);
        return resources;
    }
}
