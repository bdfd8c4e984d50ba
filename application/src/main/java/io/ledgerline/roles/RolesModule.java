package io.ledgerline.roles;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class RolesModule {

    @Bean
    static Roles roles(Environment environment) {
        return Roles.of(environment);
    }

    @Bean
    static RoleBeans roleBeans(Roles roles, Environment environment) {
        return new RoleBeans(roles, environment);
    }
}
