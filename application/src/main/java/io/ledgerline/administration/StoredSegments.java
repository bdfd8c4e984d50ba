package io.ledgerline.administration;

import io.ledgerline.processing.ProcessorProperties.Side;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** All segments of all nodes, as they are stored. Axon's own store of tokens tells of one only while it is claimed. */
final class StoredSegments {

    /**
     * @param owner whoever holds it, or held it last
     * @param token null if nobody has begun
     */
    record StoredSegment(
            int segment, @Nullable String owner, @Nullable TrackingToken token) {}

    private final JdbcClient write;
    private final JdbcClient read;
    private final Serializer serializer;

    StoredSegments(JdbcClient write, JdbcClient read, Serializer serializer) {
        this.write = write;
        this.read = read;
        this.serializer = serializer;
    }

    /** In their order. */
    List<StoredSegment> of(String processor, Side side) {
        return client(side)
                .sql("""
                        select segment, owner, token, token_type from processor_token
                        where processor_name = ? order by segment""")
                .param(processor)
                .query((row, number) -> segment(row))
                .list();
    }

    /** By the name of the processor. */
    Map<String, List<StoredSegment>> ofAll(Side side) {
        Map<String, List<StoredSegment>> all = new TreeMap<>();
        client(side)
                .sql("select processor_name, segment, owner, token, token_type from processor_token")
                .query(row -> {
                    all.computeIfAbsent(row.getString("processor_name"), name -> new ArrayList<>())
                            .add(segment(row));
                });
        return all;
    }

    private JdbcClient client(Side side) {
        return side == Side.READ ? read : write;
    }

    private StoredSegment segment(ResultSet row) throws SQLException {
        return new StoredSegment(
                row.getInt("segment"),
                row.getString("owner"),
                token(row.getBytes("token"), row.getString("token_type")));
    }

    private @Nullable TrackingToken token(byte @Nullable [] token, @Nullable String type) {
        return token == null || type == null
                ? null
                : serializer.deserialize(new SimpleSerializedObject<>(token, byte[].class, type, null));
    }
}
