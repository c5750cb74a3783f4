-- What a saved view shows since somebody changed it: the last open row counts, and a run that is taken back closes its own.
create table saved_views.changes (
  view_id   text not null,
  query     text not null,               -- with its question mark; empty for the whole list
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  primary key (view_id, opened_by)
);
call core.own_global('saved_views.changes');
grant select on saved_views.changes to oc_console;
