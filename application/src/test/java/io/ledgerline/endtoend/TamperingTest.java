package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import org.junit.jupiter.api.Test;

/** Somebody with access to the database changes what has happened. */
@OnStores(Store.POSTGRES)
class TamperingTest extends EndToEnd {

    @Test
    void givenOneByteOfAPayloadIsChanged_whenTheLogIsVerified_thenThatEventIsNamed() {
        String order = shop.placed(new Line(shop.listed("1.00", 5), 1));
        shop.confirmed(order);
        shop.post("/admin/log/verify", "").expect(200);
        long position = program.jdbc()
                .sql("select position from write.events where stream_id = ? and sequence = 0")
                .param("order-" + order)
                .query(Long.class)
                .single();

        replace(position, "\"GBP\"", "\"GBQ\"");
        Answer broken = shop.post("/admin/log/verify", "").expect(200);
        replace(position, "\"GBQ\"", "\"GBP\"");

        assertThat(broken.json().at("/verified").asBoolean()).isFalse();
        assertThat(broken.json().at("/firstBroken/position").asLong()).isEqualTo(position);
        assertThat(broken.text("/firstBroken/reason")).isEqualTo("changed");
        assertThat(shop.post("/admin/log/verify", "").json().at("/verified").asBoolean())
                .isTrue();
    }

    private void replace(long position, String what, String by) {
        assertThat(program.jdbc()
                        .sql("update write.events set payload = replace(payload, ?, ?) where position = ?")
                        .params(what, by, position)
                        .update())
                .isOne();
    }
}
