-- The books of the sandbox payment provider. They are not Ledgerline's: nothing else refers to them.
create table sandbox_charges (
    entry              bigint generated always as identity primary key,
    provider_reference text           not null unique,
    idempotency_key    text           not null unique,
    payment_id         text           not null,
    status             text           not null check (status in ('CAPTURED', 'DECLINED')),
    amount             numeric(20, 4) not null,
    currency           char(3)        not null,
    failure_reason     text,
    entered_at         timestamptz    not null default now()
);
