-- Files that are being or were imported, and their lines. Lines are written in many short transactions, since a long
-- writing transaction would hold up every reader of the log; so a file counts only once an import names it.

create table import_file (
    id         bigint generated always as identity primary key,
    abandoned  boolean     not null default false,
    touched_at timestamptz not null default now()
);

comment on column import_file.touched_at is 'when lines were last added; a file that no import names is dropped some time later';

create table import_line (
    file_id     bigint  not null references import_file,
    line_number integer not null,
    invoice     text,
    columns     text[]  not null,
    amount      numeric not null,
    state       text    not null default 'pending' check (state in ('pending', 'imported', 'rejected')),
    reason      text,
    primary key (file_id, line_number)
) with (fillfactor = 80);

comment on column import_line.line_number is 'where the row begins in the file; the header is line 1';
comment on column import_line.invoice is 'null if the row alone tells that it can''t be imported';
comment on column import_line.amount is 'quantity times price, 0 if one of them can''t be read';
comment on column import_line.reason is 'why the row is, or will be, rejected; a stable code';

create index import_line_invoice on import_line (file_id, invoice, line_number) where invoice is not null;

create table import (
    id               text primary key,
    format           text        not null,
    sha256           text        not null unique,
    file_id          bigint      not null unique references import_file,
    request_id       text,
    status           text        not null default 'running' check (status in ('running', 'completed', 'failed')),
    failure          text,
    version          bigint      not null default 0,
    next_line        integer     not null default 0,
    rows_total       integer     not null,
    rows_imported    integer     not null default 0,
    rows_rejected    integer     not null default 0,
    orders_imported  integer     not null default 0,
    amount_imported  numeric     not null default 0,
    amount_rejected  numeric     not null default 0,
    started_at       timestamptz not null,
    finished_at      timestamptz,
    lease_owner      text,
    lease_until      timestamptz
);

comment on column import.next_line is 'all rows before this line are imported or rejected';
comment on column import.version is 'grows by one with each change that a reader can see';
comment on column import.lease_owner is 'the running program that works on it, until lease_until';

create index import_running on import (started_at) where status = 'running';
