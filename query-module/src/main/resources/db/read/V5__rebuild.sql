-- Views made anew: the new tables grow in one schema of their own, unseen, and change places with those that are read; the old
-- ones pass through another on their way out. Both are empty but while that goes on.
create schema if not exists read_next;
create schema if not exists read_past;

-- What is known of each view, and of its last rebuild. That one goes on is told by an advisory lock, which dies with whoever
-- holds it, not by the state here.
create table view_rebuild (
    view         text collate "C" primary key,
    code_version integer not null,
    rebuild_id   text collate "C",
    state        text,
    started_by   text,
    started_at   timestamptz(6),
    updated_at   timestamptz(6),
    position     bigint  not null default 0,
    total        bigint  not null default 0,
    events       bigint  not null default 0,
    failure      text,
    cancelled    boolean not null default false,
    version      bigint  not null default 0
);
comment on column view_rebuild.code_version is 'Of the projection that made the rows that are read';
