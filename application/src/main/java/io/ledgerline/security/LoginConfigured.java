package io.ledgerline.security;

import java.util.stream.Stream;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Whether one of Spring's own keys says how to tell whether a token is good. */
final class LoginConfigured implements Condition {

    static final String KEYS = "spring.security.oauth2.resourceserver.jwt.";

    static boolean in(Environment environment) {
        return Stream.of("issuer-uri", "jwk-set-uri", "public-key-location")
                .anyMatch(key -> StringUtils.hasText(environment.getProperty(KEYS + key)));
    }

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return in(context.getEnvironment());
    }
}
