-- Credit notes of an import, and the orders that they reverse.

alter table import_line
    add customer text,
    add credited_at timestamptz,
    add reverses text;

comment on column import_line.customer is 'whom the row names; null if none, or if the row alone tells that it can''t be imported';
comment on column import_line.credited_at is 'when the credit note was written that the row is of; null if it is of an invoice';
comment on column import_line.reverses is 'the order that the row of a credit note goes to, decided before anything is asked of it';

create index import_line_customer on import_line (customer) where customer is not null and credited_at is null;
create index import_line_credit on import_line (file_id, credited_at, line_number) where credited_at is not null;
create index import_line_credit_note on import_line (invoice) where credited_at is not null;
create index import_line_reverses on import_line (reverses) where reverses is not null;

alter table import add credit_notes_imported integer not null default 0;

comment on column import.next_line is
    'all rows of invoices before this line are imported or rejected; once all are, it counts on with the credit notes'' rows';
