package io.ledgerline.security;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.reactive.ReactiveOAuth2ResourceServerAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtReactiveAuthenticationManager;
import org.springframework.web.reactive.HandlerMapping;

/** Log-in, once it is configured. Until then nothing of it is put together, and everyone is the developer. */
@Configuration(proxyBeanMethods = false)
@Conditional(LoginConfigured.class)
@EnableConfigurationProperties(LoginProperties.class)
@Import(ReactiveOAuth2ResourceServerAutoConfiguration.class)
class Login {

    @Bean
    LoginFilter loginFilter(
            ReactiveJwtDecoder decoder,
            LoginProperties properties,
            WebEndpointProperties endpoints,
            ObjectProvider<HandlerMapping> mappings,
            ApplicationContext context) {
        JwtReactiveAuthenticationManager tokens = new JwtReactiveAuthenticationManager(decoder);
        tokens.setJwtAuthenticationConverter(new Claims(properties));
        return new LoginFilter(tokens, new Routes(mappings, endpoints.getBasePath(), context));
    }
}
