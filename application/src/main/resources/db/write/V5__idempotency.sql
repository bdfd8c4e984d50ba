-- What was answered to requests with an Idempotency-Key. A cache: a lost row is made again from what the log remembers.
create table idempotency_keys (
    key           text        collate "C" primary key,
    fingerprint   text        collate "C" not null,
    asked_at      timestamptz not null default now(),
    owner         text        collate "C" not null,
    claimed_until timestamptz not null,
    status        smallint,
    headers       text,
    body          text,
    customer_id   text        collate "C",
    personal      text
) with (fillfactor = 70);

create index idempotency_keys_asked on idempotency_keys (asked_at);

comment on column idempotency_keys.key is 'Hash of the caller and the key';
comment on column idempotency_keys.fingerprint is 'Hash of the request: another one under the same key is refused';
comment on column idempotency_keys.claimed_until is 'While it is not answered: whoever works on it is taken for dead after this';
comment on column idempotency_keys.status is 'Null until it is answered';
comment on column idempotency_keys.body is 'Without personal data';
comment on column idempotency_keys.personal is 'The body if it holds personal data, encrypted with the customer''s key';
