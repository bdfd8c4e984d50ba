-- What is to happen later; db-scheduler's table. The data is JSON.
create table alarms (
    task_name            text        collate "C" not null,
    task_instance        text        collate "C" not null,
    task_data            bytea,
    execution_time       timestamptz not null,
    picked               boolean     not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer,
    last_heartbeat       timestamptz,
    version              bigint      not null,
    priority             smallint,
    primary key (task_name, task_instance)
);
create index alarms_due on alarms (execution_time);
create index alarms_heartbeat on alarms (last_heartbeat);

-- More of the sandbox provider's books.
alter table sandbox_charges add column refunded numeric(20, 4) not null default 0 check (refunded between 0 and amount);
create index sandbox_charges_payment on sandbox_charges (payment_id);

create table sandbox_refunds (
    provider_reference text           primary key,
    idempotency_key    text           not null unique,
    charge_reference   text           not null references sandbox_charges (provider_reference),
    payment_id         text           not null,
    refund_id          text           not null,
    amount             numeric(20, 4) not null check (amount > 0),
    currency           char(3)        not null,
    entered_at         timestamptz    not null default now()
);
create index sandbox_refunds_payment on sandbox_refunds (payment_id, refund_id);

-- What the sandbox remembers of being called: how often, and what it has promised to answer later.
create table sandbox_requests (
    idempotency_key text primary key,
    calls           integer not null default 1,
    payment_id      text,
    due_at          timestamptz
);
create index sandbox_requests_payment on sandbox_requests (payment_id);
