package io.ledgerline.roles;

import org.axonframework.config.ProcessingGroup;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes out what is another instance's part, before Axon or Spring look for handlers and endpoints. Answering queries is
 * no role: orders are priced by one, wherever they are placed.
 */
final class RoleBeans implements BeanDefinitionRegistryPostProcessor {

    private static final String READS = "io.ledgerline.query.";
    private static final String ADMINISTRATION = "io.ledgerline.administration.";

    private final Roles roles;
    private final Environment environment;

    RoleBeans(Roles roles, Environment environment) {
        this.roles = roles;
        this.environment = environment;
    }

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        for (String name : registry.getBeanDefinitionNames()) {
            Role role = role(registry.getBeanDefinition(name));
            if (role != null && !roles.include(role)) {
                registry.removeBeanDefinition(name);
            }
        }
    }

    private @Nullable Role role(BeanDefinition definition) {
        if (!(definition instanceof AnnotatedBeanDefinition annotated)) {
            return null;
        }
        AnnotationMetadata type = annotated.getMetadata();
        if (type.hasAnnotation(ProcessingGroup.class.getName())) {
            return role(String.valueOf(type.getAnnotationAttributes(ProcessingGroup.class.getName())
                    .get("value")));
        }
        if (type.hasAnnotation(Aggregate.class.getName())) {
            return Role.COMMAND;
        }
        if (type.hasAnnotation(RestController.class.getName())
                && type.getClassName().startsWith("io.ledgerline.")) {
            return ofEndpoint(type.getClassName());
        }
        return null;
    }

    /** Each instance is administered by itself. */
    private static @Nullable Role ofEndpoint(String type) {
        if (type.startsWith(ADMINISTRATION)) {
            return null;
        }
        return type.startsWith(READS) ? Role.QUERY : Role.COMMAND;
    }

    /** What writes to the read side makes views, the rest are processes. */
    private Role role(String processingGroup) {
        String side = environment.getProperty("ledgerline.processors." + processingGroup + ".side");
        return "read".equalsIgnoreCase(side) ? Role.QUERY : Role.PROCESS;
    }
}
