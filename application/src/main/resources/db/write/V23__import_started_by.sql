-- The events of an import say import:<id> did it; here is who began it.
alter table import add column started_by text;

comment on column import.started_by is 'the caller who handed the file in first; null if that was before this was kept';
