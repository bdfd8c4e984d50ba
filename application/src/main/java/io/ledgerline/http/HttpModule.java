package io.ledgerline.http;

import io.ledgerline.kernel.CustomerKeys;
import io.ledgerline.kernel.web.Owners;
import io.ledgerline.query.api.Representations;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.validation.autoconfigure.ValidationConfigurationCustomizer;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webflux.autoconfigure.WebFluxRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.codec.json.JacksonJsonDecoder;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import reactor.netty.NettyPipeline;
import tools.jackson.databind.json.JsonMapper;

/** Puts the HTTP conventions together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpProperties.class)
@Import(CommandEndpoint.class)
class HttpModule {

    @Bean
    CommandIds commandIds(Clock clock) {
        return new CommandIds(clock);
    }

    @Bean
    RequestIdFilter requestIdFilter(CommandIds ids) {
        return new RequestIdFilter(ids);
    }

    @Bean
    RequestContextFilter requestContextFilter(Clock clock, CommandIds ids) {
        return new RequestContextFilter(clock, ids);
    }

    @Bean
    PlainBodiesFilter plainBodiesFilter() {
        return new PlainBodiesFilter();
    }

    @Bean
    SubmissionResultHandler submissionResultHandler(
            Owners owners,
            CustomerKeys keys,
            CommandSender sender,
            Commands commands,
            List<Representations> views,
            JsonMapper json) {
        return new SubmissionResultHandler(new Reasons(owners, keys), sender, commands, views, json);
    }

    @Bean
    CommandSender commandSender(CommandGateway gateway, CommandIds ids, HttpProperties properties) {
        return new CommandSender(gateway, ids, properties.commandTimeout());
    }

    @Bean
    IdempotencyFilter idempotencyFilter(
            KeptAnswers answers,
            CustomerKeys keys,
            @Qualifier("requestMappingHandlerMapping") HandlerMapping endpoints,
            ProblemHandler problems,
            HttpProperties properties) {
        return new IdempotencyFilter(
                answers,
                endpoints,
                new Archive(answers, keys),
                problems,
                Math.toIntExact(properties.maxBodySize().toBytes()));
    }

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> undecodedRequests(CommandIds ids, JsonMapper json) {
        Map<HttpStatus, byte[]> problems = new ConcurrentHashMap<>();
        Function<HttpStatus, byte[]> problem = status -> problems.computeIfAbsent(
                status,
                it -> json.writeValueAsBytes(Problem.of(it, HttpHeaders.EMPTY).body("about:blank")));
        return factory -> factory.addServerCustomizers(server -> server.doOnChannelInit((observer, channel, remote) ->
                channel.pipeline().addAfter(NettyPipeline.HttpCodec, null, new UndecodedRequests(ids, problem))));
    }

    @Bean
    ProblemHandler problemHandler(HttpProperties properties, JsonMapper json) {
        return new ProblemHandler(json, properties.retryAfter());
    }

    /** Messages are part of answers, so they don't depend on where the program runs. */
    @Bean
    ValidationConfigurationCustomizer messagesInEnglish() {
        return configuration -> configuration.messageInterpolator(
                new ParameterMessageInterpolator(Set.of(Locale.ENGLISH), Locale.ENGLISH, true));
    }

    @Bean
    WebFluxRegistrations endpoints() {
        return new WebFluxRegistrations() {

            @Override
            public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
                return new Endpoints();
            }
        };
    }

    @Bean
    WebFluxConfigurer httpConventions(HttpProperties properties, JsonMapper json) {
        return new WebFluxConfigurer() {

            @Override
            public void configureHttpMessageCodecs(ServerCodecConfigurer configurer) {
                configurer
                        .defaultCodecs()
                        .maxInMemorySize(
                                Math.toIntExact(properties.maxBodySize().toBytes()));
                configurer.defaultCodecs().jacksonJsonDecoder(new JacksonJsonDecoder(StrictJson.of(json)));
            }

            @Override
            public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
                configurer.addCustomResolver(new RequestContextArgument());
            }
        };
    }
}
