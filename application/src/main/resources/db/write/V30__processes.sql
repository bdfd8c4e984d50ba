-- For whoever looks why a process doesn't get on: since when it waits, and what went wrong last.
alter table alarms
    add column set_at timestamptz not null default now(),
    add column last_error text;
