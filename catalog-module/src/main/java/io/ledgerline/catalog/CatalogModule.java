package io.ledgerline.catalog;

import io.ledgerline.catalog.api.CatalogCommand;
import io.ledgerline.catalog.api.CatalogEvent;
import io.ledgerline.catalog.api.CatalogUpcasters;
import io.ledgerline.catalog.api.FindOffers;
import io.ledgerline.catalog.api.Offers;
import io.ledgerline.kernel.LogicalTypes;
import io.ledgerline.kernel.evolution.Upcasters;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CatalogModule {

    @Bean
    static LogicalTypes catalogTypes() {
        return LogicalTypes.of(
                "catalog",
                CatalogEvent.class,
                CatalogCommand.class,
                FindOffers.class,
                Offers.class,
                Product.class,
                StockItem.class);
    }

    @Bean
    static Upcasters catalogUpcasters() {
        return CatalogUpcasters.ALL;
    }
}
