package io.ledgerline.eventstore;

import javax.sql.DataSource;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class StoreGuard {

    /** Before any processor starts. */
    @Bean
    SmartInitializingSingleton storeInUse(
            @Qualifier("writeDataSource") DataSource writeDataSource, EventStoreProperties properties) {
        return () -> new StoreInUse(JdbcClient.create(writeDataSource)).keep(properties.eventStore());
    }
}
