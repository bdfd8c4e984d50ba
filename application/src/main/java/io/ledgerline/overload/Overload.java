package io.ledgerline.overload;

import io.ledgerline.http.HttpProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.timeout.WriteTimeoutHandler;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.NettyPipeline;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({OverloadProperties.class, RateLimitProperties.class, AdmissionProperties.class})
class Overload {

    @Bean
    StreamFilter streamFilter(OverloadProperties properties, Clock clock) {
        return new StreamFilter(new OpenStreams(properties.maxStreams(), properties.maxStreamsPerCaller()), clock);
    }

    @Bean
    Admission admission(AdmissionProperties properties, HttpProperties http) {
        return new Admission(properties, Math.toIntExact(http.maxBodySize().toBytes()));
    }

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> door(
            Admission admission, HttpProperties http, MeterRegistry meters) {
        Counter turnedAway = Counter.builder("ledgerline.requests.refused")
                .description("Requests that were sent away, as there was too much to do")
                .tag("code", "overloaded")
                .register(meters);
        return factory -> factory.addServerCustomizers(server ->
                server.doOnChannelInit((observer, channel, remote) -> channel.pipeline()
                        .addBefore(
                                NettyPipeline.HttpTrafficHandler,
                                null,
                                new Door(admission, http.retryAfter().toSeconds(), turnedAway))));
    }

    /** A client that doesn't read keeps what is written to it in memory, and one that doesn't write keeps its connection. */
    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> slowClients(OverloadProperties properties) {
        // With the connection: what is added when a connection is handed over is added, and taken away, with each
        // request.
        return factory -> factory.addServerCustomizers(server -> server.readTimeout(properties.readTimeout())
                .doOnChannelInit((observer, channel, remote) -> channel.pipeline()
                        .addAfter(
                                NettyPipeline.HttpCodec,
                                null,
                                new WriteTimeoutHandler(
                                        properties.writeTimeout().toMillis(), TimeUnit.MILLISECONDS))));
    }

    @Bean
    @ConditionalOnProperty("ledgerline.rate-limit.requests-per-second")
    RateLimit rateLimit(RateLimitProperties properties) {
        return new RateLimit(Objects.requireNonNull(properties.requestsPerSecond()));
    }
}
