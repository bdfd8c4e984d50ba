package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import org.junit.jupiter.api.Test;

/** The log proves that nobody has changed it. */
class SealingTest extends EndToEnd {

    @Test
    void givenOrders_whenTheLogIsVerified_thenEveryEventIsAsItWasSealed() {
        shop.confirmed(shop.placed(new Line(shop.listed("1.00", 5), 1)));
        Answer before = shop.post("/admin/log/verify", "").expect(200);

        shop.confirmed(shop.placed(new Line(shop.listed("1.00", 5), 1)));
        Answer after = shop.post("/admin/log/verify", "").expect(200);

        assertThat(after.json().at("/verified").asBoolean()).isTrue();
        assertThat(after.json().at("/events").asLong())
                .isGreaterThan(before.json().at("/events").asLong());
    }

    @Test
    void givenAReceipt_whenTheLogIsVerifiedWithIt_thenItHolds_butNotWithAForgedOne() {
        shop.confirmed(shop.placed(new Line(shop.listed("1.00", 5), 1)));
        shop.post("/admin/log/verify", "").expect(200);
        Answer head = shop.get("/admin/log").expect(200);
        String receipt = head.body();

        assertThat(shop.post("/admin/log/verify", receipt)
                        .expect(200)
                        .json()
                        .at("/verified")
                        .asBoolean())
                .isTrue();
        String hash = head.text("/hash");
        Answer forged = shop.post("/admin/log/verify", receipt.replace(hash, "0".repeat(64)));
        assertThat(forged.json().at("/verified").asBoolean())
                .as("a receipt of another log")
                .isFalse();
        assertThat(forged.text("/firstBroken/reason")).isEqualTo("receipt_differs");
        shop.post("/admin/log/verify", receipt.replace(hash, "abc")).expect(422);
    }
}
