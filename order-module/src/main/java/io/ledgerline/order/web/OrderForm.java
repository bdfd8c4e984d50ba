package io.ledgerline.order.web;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.InvalidValue;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.order.api.Address;
import io.ledgerline.order.api.Charge;
import io.ledgerline.order.api.OrderId;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An order as a client fills it in. Parts that are not nullable are there once it has been validated. */
record OrderForm(
        @Nullable OrderId orderId,
        @NotNull CustomerId customerId,
        @Nullable @Size(min = 1, max = 200) String customerName,
        @NotNull @Valid AddressForm shippingAddress,
        @NotNull @Size(min = 1, max = 1000) List<@NotNull @Valid LineForm> lines,
        @Nullable @Size(max = 100) List<@NotNull @Valid ChargeForm> charges) {

    /**
     * @param unitPrice what the client believes it to be; null to take what it is
     */
    record LineForm(
            @NotNull Sku sku,
            @NotNull Quantity quantity,
            @Nullable @Positive Money unitPrice) {}

    record ChargeForm(
            @NotBlank @Size(max = 64) String code,
            @NotBlank @Size(max = 200) String description,
            @NotNull @Positive Money amount) {

        Charge charge() {
            return new Charge(code, description, amount);
        }
    }

    record AddressForm(
            @NotBlank @Size(max = 200) String name,
            @NotBlank @Size(max = 200) String line1,
            @Nullable @Size(max = 200) String line2,
            @NotBlank @Size(max = 100) String city,
            @NotBlank @Size(max = 20) String postalCode,

            @NotNull @Schema(description = "ISO 3166-1 alpha-2", pattern = "^[A-Z]{2}$", example = "GB")
            String country) {

        private static final Set<String> COUNTRIES = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

        AddressForm {
            if (country != null && !COUNTRIES.contains(country)) {
                throw new InvalidValue("country", "must be an ISO 3166-1 alpha-2 code");
            }
        }

        Address address() {
            return new Address(name, line1, line2, city, postalCode, country);
        }
    }

    List<Charge> chargeList() {
        return charges == null
                ? List.of()
                : charges.stream().map(ChargeForm::charge).toList();
    }
}
