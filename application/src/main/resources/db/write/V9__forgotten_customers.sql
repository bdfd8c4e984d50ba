-- Who was forgotten. Says nothing of the person but the pseudonym, and stays: a backup from before brings the key back.
create table forgotten_customer (
    customer_id  text        collate "C" primary key,
    forgotten_at timestamptz not null,
    who          text        not null,
    request_id   text        not null
);

comment on table forgotten_customer is 'Customers whose key was destroyed; a key made before forgotten_at is destroyed again';
