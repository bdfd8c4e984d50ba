package io.ledgerline.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ledgerline.kernel.LogicalTypes;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.query.order.FindOrder;
import java.util.List;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.MergedTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.Revision;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.UnknownSerializedType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LogicalNameSerializerTest {

    @Revision("7")
    record Known(String text) {}

    record Unregistered(String text) {}

    private final LogicalNameSerializer serializer =
            LogicalNameSerializer.of(new LogicalNames(List.of(LogicalTypes.of("test", Known.class))));

    @Test
    void givenARegisteredType_whenSerialized_thenItsLogicalNameAndRevisionStandForIt() {
        SerializedObject<String> serialized = serializer.serialize(new Known("a"), String.class);

        assertThat(serialized.getType().getName()).isEqualTo("test.Known");
        assertThat(serialized.getType().getRevision()).isEqualTo("7");
        assertThat(serialized.getData()).isEqualTo("{\"text\":\"a\"}");
        assertThat(serializer.<String, Known>deserialize(serialized)).isEqualTo(new Known("a"));
    }

    @Test
    void givenATypeThatNobodyRegistered_whenSerialized_thenItIsRefused() {
        assertThatThrownBy(() -> serializer.serialize(new Unregistered("a"), String.class))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("has no logical name");
    }

    @Test
    void givenAClassNameInTheLog_whenRead_thenTheClassIsNotLoaded() {
        var planted =
                new SimpleSerializedObject<>("{\"text\":\"a\"}", String.class, Unregistered.class.getName(), null);

        assertThat(serializer.<String, Object>deserialize(planted)).isInstanceOf(UnknownSerializedType.class);
    }

    @Test
    void givenAnotherRevision_whenRead_thenItIsNotTakenForTodays() {
        var older = new SimpleSerializedObject<>("{\"text\":\"a\"}", String.class, "test.Known", "6");

        assertThat(serializer.<String, Object>deserialize(older)).isInstanceOf(UnknownSerializedType.class);
    }

    @Test
    void givenAFieldThatTheTypeDoesNotHave_whenRead_thenItIsNotDroppedInSilence() {
        var newer = new SimpleSerializedObject<>("{\"text\":\"a\",\"more\":1}", String.class, "test.Known", "7");

        assertThatThrownBy(() -> serializer.<String, Object>deserialize(newer))
                .isInstanceOf(SerializationException.class);
    }

    /** Nodes of different releases ask each other. */
    @Test
    void givenAQueryThatKnowsWhetherItIsAfresh_whenItIsNot_thenItIsTheQueryOfEarlierReleases() {
        LogicalNameSerializer queries =
                LogicalNameSerializer.of(new LogicalNames(List.of(LogicalTypes.of("query", FindOrder.class))));
        FindOrder query = new FindOrder(new OrderId("75"));

        SerializedObject<String> serialized = queries.serialize(query, String.class);

        assertThat(serialized.getData()).doesNotContain("afresh");
        assertThat(queries.<String, FindOrder>deserialize(serialized)).isEqualTo(query);
        assertThat(queries.<String, FindOrder>deserialize(queries.serialize(query.freshly(), String.class)))
                .isEqualTo(query.freshly());
    }

    static List<TrackingToken> tokens() {
        TrackingToken at = new GlobalSequenceTrackingToken(42);
        return List.of(
                at,
                ReplayToken.createReplayToken(at, new GlobalSequenceTrackingToken(3)),
                ReplayToken.createReplayToken(at, null, "test"),
                MergedTrackingToken.merged(at, new GlobalSequenceTrackingToken(7)));
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void givenAnyTokenOfAxon_whenStoredAndRead_thenItIsTheSame(TrackingToken token) {
        SerializedObject<byte[]> stored = serializer.serialize(token, byte[].class);

        assertThat(serializer.<byte[], TrackingToken>deserialize(stored)).isEqualTo(token);
    }

    @Test
    void givenMetadata_whenStoredAndRead_thenItIsTheSame() {
        MetaData metadata = MetaData.with("who", "developer").and("commandId", "1");

        assertThat(serializer.<String, MetaData>deserialize(serializer.serialize(metadata, String.class)))
                .isEqualTo(metadata);
    }
}
