package io.ledgerline.security;

import io.ledgerline.kernel.web.AccessRefused.Forbidden;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;

/**
 * Pages of other origins may call, if {@code ledgerline.security.cors.allowed-origins} names theirs. Tokens aren't sent by
 * browsers of themselves, so no credentials are allowed, and what is allowed is allowed on all routes.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("ledgerline.security.cors.allowed-origins")
class OtherOrigins {

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "DELETE");
    private static final List<String> REQUEST_HEADERS = List.of(
            HttpHeaders.AUTHORIZATION,
            HttpHeaders.ACCEPT,
            HttpHeaders.CONTENT_TYPE,
            HttpHeaders.IF_MATCH,
            HttpHeaders.IF_NONE_MATCH,
            "Idempotency-Key",
            "Last-Event-ID",
            "Prefer",
            "X-Effective-At",
            "X-Reason",
            "X-Request-Id");
    private static final List<String> ANSWER_HEADERS = List.of(
            HttpHeaders.ETAG,
            HttpHeaders.LOCATION,
            HttpHeaders.RETRY_AFTER,
            HttpHeaders.WWW_AUTHENTICATE,
            "Idempotency-Replayed",
            "Preference-Applied",
            "X-Request-Id");

    /** Before log-in, since browsers ask first without a token whether they may. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 3)
    CorsWebFilter corsFilter(Environment environment) {
        CorsConfiguration allowed = new CorsConfiguration();
        allowed.setAllowedOrigins(Binder.get(environment)
                .bind("ledgerline.security.cors.allowed-origins", Bindable.listOf(String.class))
                .get());
        allowed.setAllowedMethods(METHODS);
        allowed.setAllowedHeaders(REQUEST_HEADERS);
        allowed.setExposedHeaders(ANSWER_HEADERS);
        allowed.setMaxAge(Duration.ofHours(1));
        UrlBasedCorsConfigurationSource everywhere = new UrlBasedCorsConfigurationSource();
        everywhere.registerCorsConfiguration("/**", allowed);
        return new CorsWebFilter(everywhere, new DefaultCorsProcessor() {

            @Override
            protected void rejectRequest(ServerHttpResponse response) {
                throw new Forbidden("Pages of this origin may not call here, or not like that.");
            }
        });
    }
}
