package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.axoniq.axonserver.grpc.MetaDataValue;
import io.axoniq.axonserver.grpc.SerializedObject;
import io.axoniq.axonserver.grpc.event.Event;
import io.ledgerline.endtoend.Shop.Line;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.axonframework.axonserver.connector.AxonServerConnectionManager;
import org.junit.jupiter.api.Test;

/** An event of an older revision among others, in each store: as a node of an older program would have appended it. */
class EarlierEventsTest extends EndToEnd {

    @Test
    void givenAnEventOfRevisionOne_whenItIsAppended_thenViewsHistoriesAndRulesHaveIt() {
        String sku = shop.listed("2.00", 10);
        String order = shop.placed(new Line(sku, 3));
        shop.confirmed(order);
        shop.stock(sku, it -> it.number("/stock/reserved") == 3);
        String stream = "stock-" + sku;

        append(stream, shop.get("/products/" + sku).number("/stock/version") + 1, """
                {"sku": "%s", "reservationId": "%s", "quantity": 5, "difference": 2, "number": 1}""".formatted(sku, order));

        assertThat(shop.stock(sku, it -> it.number("/stock/reserved") == 5).number("/stock/available"))
                .isEqualTo(5);
        Answer history = shop.eventually(
                "/orders/" + order + "/history?limit=200",
                it -> it.items("type").contains("catalog.ReservationChanged"));
        int last = history.at("/items").size() - 1;
        assertThat(history.text("/items/%d/revision".formatted(last))).isEqualTo("2");
        assertThat(history.number("/items/%d/data/change".formatted(last))).isEqualTo(1);
        shop.post("/products/" + sku + "/stock", "{\"quantity\": -6}").expectProblem(409, "stock_is_reserved");
        shop.post("/products/" + sku + "/stock", "{\"quantity\": -5}").expect(200);
    }

    private void append(String stream, long sequence, String payload) {
        if (program.store() == Store.POSTGRES) {
            program.jdbc()
                    .sql(
                            "insert into write.events (stream_id, stream_type, sequence, event_id, type, revision, payload,"
                                    + " metadata, recorded_at) values (?, 'stock', ?, ?, 'catalog.ReservationChanged', '1', ?,"
                                    + " json_build_object('commandId', ?::text)::text, now())")
                    .params(
                            stream,
                            sequence,
                            UUID.randomUUID().toString(),
                            payload,
                            UUID.randomUUID().toString())
                    .update();
        } else {
            CompletableFuture<?> appended = program.bean(AxonServerConnectionManager.class)
                    .getConnection()
                    .eventChannel()
                    .appendEvents(event(stream, sequence, payload));
            appended.orTimeout(10, TimeUnit.SECONDS).join();
        }
    }

    private static Event event(String stream, long sequence, String payload) {
        return Event.newBuilder()
                .setMessageIdentifier(UUID.randomUUID().toString())
                .setAggregateIdentifier(stream)
                .setAggregateType("stock")
                .setAggregateSequenceNumber(sequence)
                .setTimestamp(Instant.now().toEpochMilli())
                .setPayload(SerializedObject.newBuilder()
                        .setType("catalog.ReservationChanged")
                        .setRevision("1")
                        .setData(ByteString.copyFromUtf8(payload)))
                .putMetaData(
                        "commandId",
                        MetaDataValue.newBuilder()
                                .setTextValue(UUID.randomUUID().toString())
                                .build())
                .build();
    }
}
