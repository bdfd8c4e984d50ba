alter table view_rebuild add column first_position bigint;
comment on column view_rebuild.first_position is 'Of a repair: where in the log it began; null if all was made anew';
