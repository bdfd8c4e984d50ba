package io.ledgerline.shutdown;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ShutdownModule {

    @Bean
    Leaving leaving(ShutdownProperties properties) {
        return new Leaving(properties.notice());
    }

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> leavingServer(Leaving leaving) {
        return factory -> factory.addServerCustomizers(server -> server.doOnBound(leaving::serves));
    }
}
