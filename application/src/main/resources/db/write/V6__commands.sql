-- Commands that are carried out later, and those that are kept to look at.
create table commands (
    command_id       text        collate "C" primary key,
    position         bigint      generated always as identity,
    stream           text        collate "C" not null,
    type             text        collate "C" not null,
    request          text        not null,
    submission       text        not null,
    who              text        collate "C" not null,
    why              text,
    request_id       text        collate "C" not null,
    only_for         text        collate "C",
    effective_at     timestamptz,
    expected_version text,
    status           text        collate "C" not null check (status in ('pending', 'succeeded', 'rejected', 'failed')),
    accepted_at      timestamptz not null default now(),
    finished_at      timestamptz,
    answer           text,
    problem          text,
    attempts         integer     not null default 0,
    not_before       timestamptz not null default '-infinity',
    check ((status = 'pending') = (finished_at is null))
);

create index commands_pending on commands (stream, position) where status = 'pending';
create index commands_finished on commands (finished_at);

comment on column commands.position is 'Commands to one stream are carried out in this order';
comment on column commands.type is 'Logical name of the command';
comment on column commands.request is 'The request''s method and path';
comment on column commands.only_for is 'The customer whose own the sender must stick to; null for anybody''s';
comment on column commands.submission is 'JSON: what is to be sent; personal data in it is encrypted with the customer''s key';
comment on column commands.answer is 'JSON, if it succeeded';
comment on column commands.problem is 'JSON: why it was refused, or failed';
comment on column commands.not_before is 'While it is pending: someone is at work on it until then, or it failed and waits';
