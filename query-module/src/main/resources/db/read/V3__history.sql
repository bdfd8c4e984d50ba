-- Every state that anything ever was in: a row for each event of its stream, written in the transaction that writes the row
-- of today. A version holds from its own beginning until the next one begins; so a beginning is all that is stored, and rows
-- are only ever added. Both times never decrease from version to version, whatever the events said.

create table orders_history (
    order_id      text collate "C" not null,
    version       bigint         not null,
    valid_from    timestamptz(6) not null,
    recorded_from timestamptz(6) not null,
    status        text           not null,
    currency      text           not null,
    outstanding   numeric(20, 4) not null,
    document      json           not null,
    primary key (order_id, version)
);
create index orders_history_valid on orders_history (order_id, valid_from, version);
create index orders_history_recorded on orders_history (order_id, recorded_from, version);

create table products_history (
    sku           text collate "C" not null,
    version       bigint         not null,
    valid_from    timestamptz(6) not null,
    recorded_from timestamptz(6) not null,
    document      json           not null,
    primary key (sku, version)
);
create index products_history_valid on products_history (sku, valid_from, version);
create index products_history_recorded on products_history (sku, recorded_from, version);

create table stock_history (
    sku           text collate "C" not null,
    version       bigint         not null,
    valid_from    timestamptz(6) not null,
    recorded_from timestamptz(6) not null,
    document      json           not null,
    primary key (sku, version)
);
create index stock_history_valid on stock_history (sku, valid_from, version);
create index stock_history_recorded on stock_history (sku, recorded_from, version);

create table payments_history (
    payment_id    text collate "C" not null,
    version       bigint         not null,
    valid_from    timestamptz(6) not null,
    recorded_from timestamptz(6) not null,
    document      json           not null,
    primary key (payment_id, version)
);
create index payments_history_valid on payments_history (payment_id, valid_from, version);
create index payments_history_recorded on payments_history (payment_id, recorded_from, version);

-- For reports: the same with both ends of each range.
create view orders_over_time as
select *,
       lead(valid_from, 1, 'infinity') over versions    as valid_to,
       lead(recorded_from, 1, 'infinity') over versions as recorded_to
from orders_history window versions as (partition by order_id order by version);

create view products_over_time as
select *,
       lead(valid_from, 1, 'infinity') over versions    as valid_to,
       lead(recorded_from, 1, 'infinity') over versions as recorded_to
from products_history window versions as (partition by sku order by version);

create view stock_over_time as
select *,
       lead(valid_from, 1, 'infinity') over versions    as valid_to,
       lead(recorded_from, 1, 'infinity') over versions as recorded_to
from stock_history window versions as (partition by sku order by version);

create view payments_over_time as
select *,
       lead(valid_from, 1, 'infinity') over versions    as valid_to,
       lead(recorded_from, 1, 'infinity') over versions as recorded_to
from payments_history window versions as (partition by payment_id order by version);

-- A database that has views has no history yet: its processors begin anew, at the tail. Rows of today stay until the history
-- has caught up with them.
delete from processor_token where processor_name in ('orders-view', 'products-view', 'payments-view');
delete from dead_letter where processing_group in ('orders-view', 'products-view', 'payments-view');
