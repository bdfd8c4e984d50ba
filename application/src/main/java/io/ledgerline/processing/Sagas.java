package io.ledgerline.processing;

import io.ledgerline.kernel.process.StepsUnderWay;
import io.ledgerline.order.api.OrderEvent.OrderPlaced;
import org.axonframework.config.Configurer;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.modelling.saga.AnnotatedSagaManager;
import org.axonframework.spring.stereotype.Saga;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How sagas are found, run and stored. Each of ours has one association for life. */
@Configuration(proxyBeanMethods = false)
class Sagas {

    private static final String ORDER_PROCESS = "order-process";

    @Bean
    ConfigurerModule sagaWiring(ListableBeanFactory beans, BatchedSagaStore store) {
        return new ConfigurerModule() {
            @Override
            public void configureModule(Configurer configurer) {
                EventProcessingConfigurer processing = configurer.eventProcessing();
                for (String saga : beans.getBeanNamesForAnnotation(Saga.class)) {
                    register(processing, beans.getType(saga), store);
                }
                // Each order is placed once, so no two of these are about the same one.
                processing.registerHandlerInterceptor(ORDER_PROCESS, axon -> new StepsUnderWay(OrderPlaced.class));
            }

            /** After Axon's own registration of sagas, which this replaces. */
            @Override
            public int order() {
                return 1;
            }
        };
    }

    private static <T> void register(EventProcessingConfigurer processing, Class<T> sagaType, BatchedSagaStore store) {
        processing.registerSaga(
                sagaType,
                saga -> saga.configureSagaManager(axon -> new OneAssociationSagas<>(
                        sagaType,
                        store,
                        AnnotatedSagaManager.<T>builder()
                                .sagaType(sagaType)
                                .sagaRepository(axon.eventProcessingConfiguration()
                                        .sagaConfiguration(sagaType)
                                        .repository())
                                .parameterResolverFactory(axon.parameterResolverFactory())
                                .handlerDefinition(axon.handlerDefinition(sagaType))
                                .listenerInvocationErrorHandler(PropagatingErrorHandler.instance()))));
    }
}
