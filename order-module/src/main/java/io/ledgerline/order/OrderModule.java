package io.ledgerline.order;

import io.ledgerline.kernel.LogicalTypes;
import io.ledgerline.kernel.evolution.Upcasters;
import io.ledgerline.order.api.CustomerFound;
import io.ledgerline.order.api.FindCustomer;
import io.ledgerline.order.api.OrderCommand;
import io.ledgerline.order.api.OrderEvent;
import io.ledgerline.order.api.OrderUpcasters;
import io.ledgerline.order.process.OrderFulfilment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class OrderModule {

    @Bean
    static LogicalTypes orderTypes() {
        return LogicalTypes.of(
                "order",
                OrderEvent.class,
                OrderCommand.class,
                FindCustomer.class,
                CustomerFound.class,
                Order.class,
                OrderFulfilment.class);
    }

    @Bean
    static Upcasters orderUpcasters() {
        return OrderUpcasters.ALL;
    }
}
