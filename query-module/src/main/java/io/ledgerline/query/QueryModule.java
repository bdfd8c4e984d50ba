package io.ledgerline.query;

import io.ledgerline.kernel.LogicalTypes;
import io.ledgerline.query.audit.AuditEntries;
import io.ledgerline.query.audit.FindEvents;
import io.ledgerline.query.audit.FindHistory;
import io.ledgerline.query.order.CustomerBalance;
import io.ledgerline.query.order.FindCustomerBalance;
import io.ledgerline.query.order.FindOrder;
import io.ledgerline.query.order.FindOrderAsOf;
import io.ledgerline.query.order.FindOrders;
import io.ledgerline.query.order.OrderView;
import io.ledgerline.query.order.Orders;
import io.ledgerline.query.payment.FindPayment;
import io.ledgerline.query.payment.FindPaymentAsOf;
import io.ledgerline.query.payment.FindPayments;
import io.ledgerline.query.payment.PaymentView;
import io.ledgerline.query.payment.Payments;
import io.ledgerline.query.product.FindProduct;
import io.ledgerline.query.product.FindProductAsOf;
import io.ledgerline.query.product.FindProducts;
import io.ledgerline.query.product.ProductView;
import io.ledgerline.query.product.Products;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(QueryProperties.class)
class QueryModule {

    @Bean
    LogicalTypes queryTypes() {
        return LogicalTypes.of(
                "query",
                FindOrder.class,
                FindOrderAsOf.class,
                FindOrders.class,
                Orders.class,
                FindCustomerBalance.class,
                CustomerBalance.class,
                OrderView.class,
                FindProduct.class,
                FindProductAsOf.class,
                FindProducts.class,
                Products.class,
                ProductView.class,
                FindHistory.class,
                FindEvents.class,
                AuditEntries.class,
                FindPayment.class,
                FindPaymentAsOf.class,
                FindPayments.class,
                Payments.class,
                PaymentView.class);
    }

    @Bean
    LiveStreams liveStreams(QueryProperties properties) {
        return new LiveStreams(properties.heartbeat());
    }
}
