package io.ledgerline.nodes;

import io.ledgerline.database.DataDirectory;
import io.ledgerline.database.DatabaseAccess;
import io.ledgerline.database.Sessions;
import org.axonframework.axonserver.connector.AxonServerConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class NodesModule {

    @Bean
    NodeId nodeId(NodeProperties properties, DataDirectory data) {
        return NodeId.of(properties, data);
    }

    /** Axon Server, too, calls a node by its id, and not by its process. */
    @Bean
    @ConditionalOnProperty(name = "ledgerline.event-store", havingValue = "axon-server")
    static BeanPostProcessor clientId(ObjectProvider<NodeId> node) {
        return new BeanPostProcessor() {

            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof AxonServerConfiguration configuration) {
                    configuration.setClientId(node.getObject().value());
                }
                return bean;
            }
        };
    }

    @Bean
    Sessions sessions(NodeId node) {
        return new Sessions(node.value());
    }

    /** Between all nodes that share the log. */
    @Bean(initMethod = "start", destroyMethod = "close")
    Signals writeSignals(DatabaseAccess access, NodeId node) {
        return new Signals(access.write(), "write", node.value());
    }

    /** Between all nodes that share the views. */
    @Bean(initMethod = "start", destroyMethod = "close")
    Signals readSignals(DatabaseAccess access, NodeId node) {
        return new Signals(access.read(), "read", node.value());
    }

    @Bean
    SharedViews sharedViews(@Qualifier("readSignals") Signals signals) {
        return new SharedViews(signals);
    }
}
