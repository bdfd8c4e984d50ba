package io.ledgerline.order.process;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When an order expires.
 *
 * @param confirmationDeadline how long after it was placed it may be pending
 * @param paymentDeadline how long after it was confirmed it may be unpaid
 */
@ConfigurationProperties("ledgerline.orders")
public record OrderSettings(
        @DefaultValue("PT10M") Duration confirmationDeadline,
        @DefaultValue("PT24H") Duration paymentDeadline) {}
