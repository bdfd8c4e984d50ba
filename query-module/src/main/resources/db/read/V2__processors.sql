-- How far each view has got, and the events that it could not apply, as the write side has them for its processors: here
-- in the views' own database, so that rows and progress commit together. Axon gives all times as text.

create table processor_token (
    processor_name text    collate "C" not null,
    segment        integer not null,
    token          bytea,
    token_type     text,
    updated_at     text,
    owner          text,
    primary key (processor_name, segment)
);

create table dead_letter (
    dead_letter_id      text   collate "C" primary key,
    processing_group    text   collate "C" not null,
    sequence_identifier text   collate "C" not null,
    sequence_index      bigint not null,
    message_type        text   not null,
    event_id            text   not null,
    recorded_at         text   not null,
    type                text   not null,
    revision            text,
    payload             bytea  not null,
    metadata            bytea,
    stream_type         text,
    stream_id           text,
    sequence            bigint,
    token_type          text,
    token               bytea,
    enqueued_at         text   not null,
    last_touched        text,
    processing_started  text,
    cause_type          text,
    cause_message       text,
    diagnostics         bytea,
    unique (processing_group, sequence_identifier, sequence_index)
);
