package io.ledgerline.eventstore;

import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;

/** The log's names as anyone sees them with psql: tables {@code events} and {@code snapshots}. */
final class LogSchema {

    static final EventSchema SCHEMA = EventSchema.builder()
            .eventTable("events")
            .snapshotTable("snapshots")
            .globalIndexColumn("position")
            .aggregateIdentifierColumn("stream_id")
            .typeColumn("stream_type")
            .sequenceNumberColumn("sequence")
            .eventIdentifierColumn("event_id")
            .payloadTypeColumn("type")
            .payloadRevisionColumn("revision")
            .payloadColumn("payload")
            .metaDataColumn("metadata")
            .timestampColumn("recorded_at")
            .build();

    private LogSchema() {}
}
