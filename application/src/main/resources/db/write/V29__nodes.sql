-- Nodes that are alive, and what they agree about.
create table node (
    node_id    text        collate "C" primary key,
    processors text[]      collate "C" not null,
    seen_at    timestamptz not null default now()
);

comment on column node.processors is 'Those that could take a segment there';

create table processor_pause (
    processor_name text        collate "C" primary key,
    paused_at      timestamptz not null default now()
);

create table processor_reservation (
    processor_name text        collate "C" primary key,
    node_id        text        collate "C" not null,
    ends_at        timestamptz not null
);

comment on table processor_reservation is 'Until then only that node runs the processor: it has something to do with all segments';
