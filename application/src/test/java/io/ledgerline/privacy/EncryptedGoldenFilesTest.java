package io.ledgerline.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.CustomerKey;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.kernel.LogicalTypes;
import io.ledgerline.kernel.evolution.Revisions;
import io.ledgerline.order.api.OrderEvent;
import io.ledgerline.order.api.OrderUpcasters;
import io.ledgerline.payment.api.PaymentEvent;
import io.ledgerline.payment.api.PaymentUpcasters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a person wrote when events had another shape: still readable with the person's key, and with no other. */
class EncryptedGoldenFilesTest {

    private static final CustomerId CUSTOMER = new CustomerId("17850");

    private final Revisions revisions = new Revisions(
            List.of(LogicalTypes.of("order", OrderEvent.class), LogicalTypes.of("payment", PaymentEvent.class)),
            List.of(OrderUpcasters.ALL, PaymentUpcasters.ALL));

    @ParameterizedTest
    @CsvSource({
        "order, ItemsReturned, One arrived broken",
        "order, DiscountApplied, For the long wait",
        "payment, RefundRequested, Paid twice by mistake"
    })
    void givenAnEventOfRevisionOne_whenItIsUpcast_thenItsReasonIsUnharmed(String context, String event, String reason)
            throws IOException {
        String name = context + "." + event;
        ObjectNode payload = (ObjectNode) new JsonMapper()
                .readTree(Files.readString(Path.of("..", context + "-module", "src/test/resources/golden")
                        .resolve(name + ".r1.2.json")));
        String written = payload.get("reason").stringValue();

        revisions.upcast(name, "1", payload);

        Encrypted encrypted = new Encrypted(payload.at("/reason/encrypted").stringValue());
        assertThat(encrypted.text()).isEqualTo(written);
        assertThat(key(0).decrypt(encrypted)).isEqualTo(reason);
        assertThatThrownBy(() -> key(1).decrypt(encrypted)).isInstanceOf(IllegalStateException.class);
    }

    private static CustomerKey key(int first) {
        byte[] bytes = new byte[AesCustomerKey.BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (first + i);
        }
        return new AesCustomerKey(CUSTOMER, bytes);
    }
}
