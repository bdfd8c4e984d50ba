-- Every event of the log with who, why, when and because of what, for whoever wants to know what happened. Made from the log;
-- in the order of its positions.
create table audit (
    position     bigint primary key,
    version      bigint         not null,
    effective_at timestamptz(6) not null,
    recorded_at  timestamptz(6) not null,
    stream_id    text collate "C" not null,
    type         text collate "C" not null,
    revision     text collate "C",
    event_id     text collate "C" not null,
    who          text collate "C",
    why          text,
    request_id   text collate "C",
    caused_by    text collate "C",
    order_id     text collate "C",
    payload      text           not null
);
comment on column audit.order_id is 'Of the order that it belongs to: its own events, those of its payments and reservations';
comment on column audit.payload is 'JSON; personal data in it is encrypted with the customer''s key';

create index audit_of_order on audit (order_id, position) where order_id is not null;
create index audit_of_stream on audit (stream_id, position);
create index audit_by_who on audit (who, position);
create index audit_by_type on audit (type, position);
create index audit_by_request on audit (request_id, position);
create index audit_by_time on audit (recorded_at);
