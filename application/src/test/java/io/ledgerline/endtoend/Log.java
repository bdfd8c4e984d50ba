package io.ledgerline.endtoend;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.axonserver.connector.AxonServerConnectionManager;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log as it is stored, past all of the program's own serializers. */
final class Log {

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * @param payload as it is stored
     */
    record Entry(String type, String revision, String payload, Map<String, String> metadata) {

        JsonNode json() {
            return JSON.readTree(payload);
        }
    }

    private final Program program;

    Log(Program program) {
        this.program = program;
    }

    List<Entry> stream(String id) {
        return program.store() == Store.POSTGRES ? fromPostgres(id) : fromAxonServer(id);
    }

    private List<Entry> fromPostgres(String id) {
        return program.jdbc()
                .sql("select type, revision, payload, metadata from write.events where stream_id = ? order by sequence")
                .param(id)
                .query((row, number) -> new Entry(
                        row.getString("type"),
                        row.getString("revision"),
                        row.getString("payload"),
                        texts(row.getString("metadata"))))
                .list();
    }

    private static Map<String, String> texts(String metadata) {
        Map<String, String> texts = new HashMap<>();
        JSON.readTree(metadata)
                .properties()
                .forEach(it -> texts.put(it.getKey(), it.getValue().asString()));
        return texts;
    }

    private List<Entry> fromAxonServer(String id) {
        return program.bean(AxonServerConnectionManager.class)
                .getConnection()
                .eventChannel()
                .openAggregateStream(id)
                .asStream()
                .map(event -> {
                    Map<String, String> metadata = new HashMap<>();
                    event.getMetaDataMap().forEach((key, value) -> metadata.put(key, value.getTextValue()));
                    return new Entry(
                            event.getPayload().getType(),
                            event.getPayload().getRevision(),
                            event.getPayload().getData().toStringUtf8(),
                            metadata);
                })
                .toList();
    }
}
