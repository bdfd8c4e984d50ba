package io.ledgerline.http;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.CustomerKey;
import io.ledgerline.kernel.CustomerKeys;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.kernel.web.Owners;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.error.ErrorWebFluxAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/** The program's front: a real server and all endpoints that take commands, with nothing behind them. */
@SpringBootConfiguration
@ImportAutoConfiguration({
    JacksonAutoConfiguration.class,
    ValidationAutoConfiguration.class,
    CodecsAutoConfiguration.class,
    WebFluxAutoConfiguration.class,
    ErrorWebFluxAutoConfiguration.class,
    HttpHandlerAutoConfiguration.class,
    NettyReactiveWebServerAutoConfiguration.class
})
@Import({HttpModule.class, OpenApiDocument.class, OpenApiRoles.class})
@ComponentScan({"io.ledgerline.catalog.web", "io.ledgerline.order.web"})
class HttpSlice {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Bean
    Clock clock() {
        return Clock.fixed(NOW, ZoneOffset.UTC);
    }

    @Bean
    RecordedCommands commands() {
        return new RecordedCommands();
    }

    @Bean
    KnownOffers offers() {
        return new KnownOffers();
    }

    @Bean
    Owners owners(KnownOffers orders) {
        return orders::owner;
    }

    @Bean
    RememberedCommands commandsForLater() {
        return new RememberedCommands();
    }

    @Bean
    RememberedAnswers answers() {
        return new RememberedAnswers();
    }

    @Bean
    GivenPlaces places() {
        return new GivenPlaces();
    }

    /** Ciphertext is {@code <customer>(<plain>)}, so that tests can see what was encrypted for whom. */
    @Bean
    CustomerKeys keys() {
        return new CustomerKeys() {

            @Override
            public CompletionStage<CustomerKey> forWriting(CustomerId customer) {
                return CompletableFuture.completedFuture(new CustomerKey() {

                    @Override
                    public Encrypted encrypt(String plain) {
                        return new Encrypted(customer + "(" + plain + ")");
                    }

                    @Override
                    public String decrypt(Encrypted encrypted) {
                        throw new UnsupportedOperationException();
                    }
                });
            }

            @Override
            public CompletionStage<Map<CustomerId, CustomerKey>> forReading(Collection<CustomerId> customers) {
                throw new UnsupportedOperationException();
            }
        };
    }
}
