package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a program of its own, which takes snapshots soon, and is stopped to forget what it has in memory. */
class SnapshotTest {

    private final Program program = new Program(Store.POSTGRES, "--ledgerline.log.snapshot-after=4");
    private Shop shop;
    private String sku;

    @BeforeEach
    void givenAStockWithASnapshot() {
        program.ensureRunning();
        shop = new Shop(program.address());
        sku = shop.listed("3.00", 1);
        for (int i = 0; i < 5; i++) {
            received(1);
        }
        await().atMost(Shop.PATIENCE).until(() -> snapshots() > 0);
        program.restart();
        shop = new Shop(program.address());
    }

    @AfterEach
    void stop() throws IOException {
        program.close();
    }

    @Test
    void whenTheStreamIsReadAgain_thenFromTheSnapshotOn() {
        assertThat(writeOff(100)).isEqualTo(409);

        program.jdbc()
                .sql("update write.snapshots set payload = replace(payload, '\"onHand\":', '\"onHand\":10')")
                .update();
        program.restart();
        shop = new Shop(program.address());

        assertThat(writeOff(100)).isEqualTo(200);
    }

    @Test
    void givenItIsOfAnotherRevision_whenTheStreamIsReadAgain_thenFromItsBeginning() {
        program.jdbc()
                .sql("update write.snapshots set revision = '0',"
                        + " payload = replace(payload, '\"onHand\":', '\"onHand\":10')")
                .update();
        program.restart();
        shop = new Shop(program.address());

        assertThat(writeOff(7)).isEqualTo(409);
        assertThat(writeOff(6)).isEqualTo(200);
    }

    @Test
    void whenSomebodyLooksAtIt_thenItIsJsonUnderALogicalName() {
        assertThat(program.jdbc()
                        .sql("select type || ' ' || revision || ' ' || (payload::json ->> 'streamId') || metadata"
                                + " from write.snapshots")
                        .query(String.class)
                        .list())
                .containsOnly("catalog.StockItem 1 stock-" + sku + "{}");
    }

    private void received(int pieces) {
        change(pieces).expect(200);
    }

    private int writeOff(int pieces) {
        return change(-pieces).status();
    }

    private Answer change(int pieces) {
        return shop.post("/products/" + sku + "/stock", """
                {"quantity": %d}""".formatted(pieces));
    }

    private long snapshots() {
        return program.jdbc()
                .sql("select count(*) from write.snapshots")
                .query(Long.class)
                .single();
    }
}
