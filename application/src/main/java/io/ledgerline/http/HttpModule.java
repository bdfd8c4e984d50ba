package io.ledgerline.http;

import java.time.Clock;
import java.util.Locale;
import java.util.Set;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.validation.autoconfigure.ValidationConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.codec.json.JacksonJsonDecoder;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** Puts the HTTP conventions together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpProperties.class)
class HttpModule {

    @Bean
    CommandIds commandIds(Clock clock) {
        return new CommandIds(clock);
    }

    @Bean
    RequestContextFilter requestContextFilter(Clock clock, CommandIds ids) {
        return new RequestContextFilter(clock, ids);
    }

    @Bean
    SubmissionResultHandler submissionResultHandler(
            CommandGateway gateway, CommandIds ids, HttpProperties properties, JsonMapper json) {
        return new SubmissionResultHandler(new CommandSender(gateway, ids, properties.commandTimeout()), json);
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
