package io.ledgerline.payment;

import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How customers pay.
 *
 * @param provider who is asked for the money of new payments; {@code sandbox} unless set
 */
@Validated
@ConfigurationProperties("ledgerline.payments")
record PaymentSettings(@NotBlank @DefaultValue("sandbox") String provider) {}
