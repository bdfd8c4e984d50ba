-- What clients read. Each view can be thrown away and made anew from the log; nothing here is the only copy of anything.
-- Ids compare by their bytes, as they do in Java, so that pages have one order everywhere.
-- A row's document is what queries answer with (personal data still encrypted); the columns beside it are those that
-- queries select by, and the sums that reports need. json, not jsonb: it is never looked into here, only handed out.

create table orders (
    order_id    text collate "C" primary key,
    customer_id text collate "C" not null,
    status      text           not null,
    placed_at   timestamptz(6) not null,
    updated_at  timestamptz(6) not null,
    currency    text           not null,
    total       numeric(20, 4) not null,
    discount    numeric(20, 4) not null,
    paid        numeric(20, 4) not null,
    refunded    numeric(20, 4) not null,
    outstanding numeric(20, 4) not null,
    version     bigint         not null,
    document    json           not null
);
create index orders_newest on orders (placed_at desc, order_id desc);
create index orders_of_customer on orders (customer_id, placed_at desc, order_id desc);
create index orders_by_status on orders (status, placed_at desc, order_id desc);

create table products (
    sku          text collate "C" primary key,
    name         text           not null,
    price        numeric(20, 4) not null,
    currency     text           not null,
    discontinued boolean        not null,
    listed_at    timestamptz(6) not null,
    words        tsvector       not null,
    version      bigint         not null,
    document     json           not null
);
create index products_newest on products (listed_at desc, sku desc);
create index products_by_words on products using gin (words);

-- A stream of its own, so a table of its own: a busy stock doesn't rewrite its product. Joined when read.
create table stock (
    sku      text collate "C" primary key,
    on_hand  bigint not null,
    reserved bigint not null,
    version  bigint not null,
    document json   not null
) with (fillfactor = 70);

create table payments (
    payment_id   text collate "C" primary key,
    order_id     text collate "C" not null,
    status       text           not null,
    provider     text           not null,
    currency     text           not null,
    amount       numeric(20, 4) not null,
    refunded     numeric(20, 4) not null,
    requested_at timestamptz(6) not null,
    version      bigint         not null,
    document     json           not null
);
create index payments_newest on payments (requested_at desc, payment_id desc);
create index payments_of_order on payments (order_id, requested_at desc, payment_id desc);
