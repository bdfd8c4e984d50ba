-- The log's events, chained behind the horizon: whoever changes one later can't hide it without making all later seals anew,
-- and a receipt kept elsewhere tells that, too.
create table seals (
    number         bigint      primary key,
    first_position bigint      not null,
    last_position  bigint      not null,
    digests        bytea       not null,
    hash           bytea       not null,
    sealed_at      timestamptz not null
);
create unique index seals_by_position on seals (last_position);

comment on table seals is 'Seals over the log; each covers the positions after those of the seal before it';
comment on column seals.digests is '32 bytes for each position: SHA-256 of the event there, or zeros where none will ever be';
comment on column seals.hash is 'SHA-256 over the hash of the seal before, the range and the digests';
