-- Which log this database's tokens, sagas and views belong to. One row, written by the first start.
create table event_store (
    only_row boolean primary key default true check (only_row),
    mode     text not null
);
