package io.ledgerline.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.catalog.api.CatalogCommand.ListProduct;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.order.api.Charge;
import io.ledgerline.order.api.OrderCommand.ImportOrder;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.payment.api.PaymentCommand.ImportPayment;
import io.ledgerline.payment.api.PaymentId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InvoiceTests {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    @Test
    void goods_become_lines_as_invoiced_and_services_become_charges() {
        ImportOrder order = invoice(
                        "22745,POPPY,6,2010-12-01 08:26:00,2.10,17850.0,France",
                        "POST,POSTAGE,3,2010-12-01 08:26:00,18.00,17850.0,France",
                        "22745,POPPY,1,2010-12-01 08:26:00,2.55,17850.0,France")
                .order();

        assertThat(order.orderId()).hasToString("536365");
        assertThat(order.customerId()).hasToString("17850");
        assertThat(order.country()).isEqualTo("France");
        assertThat(order.lines())
                .containsExactly(
                        new OrderLine(new Sku("22745"), "POPPY", Quantity.of(6), gbp("2.10")),
                        new OrderLine(new Sku("22745"), "POPPY", Quantity.of(1), gbp("2.55")));
        assertThat(order.charges()).containsExactly(new Charge("POST", "POSTAGE", gbp("54.00")));
        assertThat(order.paymentId()).isEqualTo(new PaymentId("import-536365"));
    }

    @Test
    void it_was_paid_in_full_through_the_provider_import() {
        ImportPayment payment = invoice(
                        "22745,POPPY,6,2010-12-01 08:26:00,2.10,17850.0,France",
                        "POST,POSTAGE,3,2010-12-01 08:26:00,18.00,17850.0,France")
                .payment();

        assertThat(payment)
                .isEqualTo(
                        new ImportPayment(new PaymentId("import-536365"), "536365", gbp("66.60"), "import", "536365"));
    }

    @Test
    void without_a_customer_it_belongs_to_anonymous() {
        assertThat(invoice("22745,POPPY,6,2010-12-01 08:26:00,2.10,,").order().customerId())
                .hasToString("anonymous");
    }

    @Test
    void a_row_without_customer_belongs_to_the_customer_of_the_others() {
        Invoice invoice =
                invoice("22745,POPPY,6,2010-12-01 08:26:00,2.10,,", "22746,POPPY,6,2010-12-01 08:26:00,2.10,17850.0,");

        assertThat(invoice.order().customerId()).hasToString("17850");
    }

    @Test
    void it_took_place_at_the_earliest_of_its_times() {
        Invoice invoice =
                invoice("22745,POPPY,6,2010-12-01 14:58:00,2.10,,", "22746,POPPY,6,2010-12-01 14:57:00,2.10,,");

        assertThat(invoice.at()).isEqualTo("2010-12-01T14:57:00Z");
    }

    @Test
    void each_of_its_goods_is_a_product_at_its_first_price_and_with_its_first_name() {
        Invoice invoice = invoice(
                "22745,,6,2010-12-01 08:26:00,2.10,,",
                "22745,POPPY,6,2010-12-01 08:26:00,2.55,,",
                "22746,,6,2010-12-01 08:26:00,1.00,,",
                "POST,POSTAGE,1,2010-12-01 08:26:00,18.00,,");

        assertThat(invoice.products().values())
                .containsExactly(
                        new ListProduct(new Sku("22745"), "POPPY", null, gbp("2.10"), List.of(), null),
                        new ListProduct(new Sku("22746"), "22746", null, gbp("1.00"), List.of(), null));
    }

    private static Invoice invoice(String... rows) {
        return new Invoice(
                "536365",
                List.of(rows).stream()
                        .map(row -> OnlineRetail.read(2, List.of(("536365," + row).split(",", -1)), NOW))
                        .map(reading -> ((Reading.Usable) reading).line())
                        .toList());
    }

    private static Money gbp(String amount) {
        return Money.of(amount, "GBP");
    }
}
