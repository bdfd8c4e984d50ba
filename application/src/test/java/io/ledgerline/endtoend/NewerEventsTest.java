package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A program on a log that a newer one has written. */
@ExtendWith(OutputCaptureExtension.class)
class NewerEventsTest {

    private final Program program = new Program(Store.POSTGRES);
    private Shop shop;

    @AfterEach
    void stop() throws IOException {
        program.close();
    }

    /** Of an event, or of an event's revision: nobody comes past it, and all goes on with a program that has no such. */
    @Test
    void givenALogOfANewerProgram_whenItIsRead_thenItIsSaidWhatToDoAndNothingIsPassedOver(CapturedOutput output) {
        program.ensureRunning();
        shop = new Shop(program.address());
        String sku = shop.listed("2.00", 10);
        String wrapped = shop.placed(new Line(sku, 1));
        String delivered = shop.placed(new Line(sku, 1));
        shop.confirmed(wrapped);
        shop.confirmed(delivered);
        append(wrapped, "order.OrderGiftWrapped", "1");
        append(delivered, "order.OrderDelivered", "2");

        shop.eventually("/admin/processors", all -> Set.of("error").containsAll(all.items("state")));
        assertThat(output)
                .contains("The log holds order.OrderGiftWrapped in revision 1, which this program does not know:"
                        + " a newer one has written it. Run that one");
        assertThat(discount(wrapped).status()).isEqualTo(500);
        assertThat(discount(delivered).status()).isEqualTo(500);
        assertThat(output).contains("The log holds order.OrderDelivered in revision 2");
        shop.post("/products/" + sku + "/stock", "{\"quantity\": 1}").expect(200);

        program.jdbc()
                .sql("delete from write.events where event_id like 'newer-%'")
                .update();
        program.restart();
        shop = new Shop(program.address());

        discount(wrapped).expect(200);
        discount(delivered).expect(200);
        shop.stock(sku, it -> it.number("/stock/onHand") == 11);
    }

    private Answer discount(String order) {
        return shop.post("/orders/" + order + "/discounts", """
                {"amount": %s, "reason": "goodwill"}""".formatted(Shop.gbp("0.50")));
    }

    private void append(String order, String type, String revision) {
        program.jdbc().sql("""
                        insert into write.events (stream_id, stream_type, sequence, event_id, type, revision, payload,
                                                  metadata, recorded_at)
                        select stream_id, stream_type, max(sequence) + 1, 'newer-' || stream_id, ?, ?, '{}', '{}', now()
                        from write.events where stream_id = ? group by stream_id, stream_type""").params(type, revision, "order-" + order).update();
    }
}
