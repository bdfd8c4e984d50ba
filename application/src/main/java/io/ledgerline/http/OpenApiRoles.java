package io.ledgerline.http;

import static io.ledgerline.http.OpenApiDocument.problem;

import io.ledgerline.kernel.web.AllowedTo;
import io.ledgerline.kernel.web.AllowedToAnyone;
import io.ledgerline.kernel.web.Role;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;

/** What the document says of who may do what. */
@Configuration(proxyBeanMethods = false)
class OpenApiRoles {

    private static final String SCHEME = "bearer";

    @Bean
    GlobalOpenApiCustomizer bearerTokens() {
        return document -> document.getComponents()
                .addSecuritySchemes(
                        SCHEME,
                        new SecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .bearerFormat("JWT")
                                .description("Needed where log-in is configured; without it everyone on this machine is"
                                        + " the developer, and may do everything."));
    }

    @Bean
    OperationCustomizer whoMayDoIt() {
        return (operation, method) -> {
            if (!method.hasMethodAnnotation(AllowedToAnyone.class)) {
                operation.addSecurityItem(new SecurityRequirement().addList(SCHEME));
                describeRoles(operation, allowed(method));
                describeRefusals(operation.getResponses());
            }
            operation.getResponses().putIfAbsent("429", problem("More than the caller's share."));
            return operation;
        };
    }

    private static List<Role> allowed(HandlerMethod method) {
        AllowedTo allowed = method.getMethodAnnotation(AllowedTo.class);
        if (allowed == null) {
            allowed = AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), AllowedTo.class);
        }
        return allowed == null ? List.of() : List.of(allowed.value());
    }

    private static void describeRoles(Operation operation, List<Role> allowed) {
        boolean admins = allowed.contains(Role.OPERATOR) && !allowed.contains(Role.ADMIN);
        String roles = Stream.concat(allowed.stream(), admins ? Stream.of(Role.ADMIN) : Stream.empty())
                .map(OpenApiRoles::shown)
                .collect(Collectors.joining(", "));
        String said = "Roles: " + (roles.isEmpty() ? "none" : roles) + ".";
        operation.setDescription(joined(operation.getDescription(), said));
    }

    private static String shown(Role role) {
        String name = "`" + role.name().toLowerCase(Locale.ROOT) + "`";
        return role == Role.CUSTOMER ? name + " (only what is its own)" : name;
    }

    private static String joined(@Nullable String description, String more) {
        if (description == null) {
            return more;
        }
        // Methods that share an address may share the text, too.
        return description.contains(more) ? description : description + "\n\n" + more;
    }

    private static void describeRefusals(ApiResponses answers) {
        answers.putIfAbsent("401", problem("Nobody says who asks, or the token doesn't hold."));
        answers.putIfAbsent("403", problem("It takes another role."));
    }
}
