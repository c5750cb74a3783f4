-- Saved views of lists, their changes, and the default view of each team member.
create schema saved_views;
grant usage on schema saved_views to oc_app, oc_console, oc_bound;

create table saved_views.views (
  view_id   text primary key,
  list      text not null,  -- path of the page
  query     text not null,  -- query string with its question mark; empty for the whole list
  name      text not null,
  owner     text,  -- only this team member sees it; null for the whole team
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  closed_at timestamptz
);
create unique index views_open on saved_views.views (list, coalesce(owner, ''), lower(name)) where closed_by is null;
call core.protect_global_table('saved_views.views');
grant select on saved_views.views to oc_bound, oc_console;

-- Default view of a list for one team member: the newest open row whose view still exists. A new default leaves older rows open, so that undo restores the
-- previous default.
create table saved_views.defaults (
  person    text not null,  -- team member who opens the list
  list      text not null,  -- path of the page
  view_id   text not null,
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  primary key (view_id, opened_by)
);
create index defaults_of on saved_views.defaults (person, list, opened_at desc) where closed_by is null;
call core.protect_global_table('saved_views.defaults');
grant select on saved_views.defaults to oc_bound, oc_console;

-- Later query of a saved view: the newest open row applies. Undo closes the row of its run.
create table saved_views.changes (
  view_id   text not null,
  query     text not null,  -- query string with its question mark; empty for the whole list
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  primary key (view_id, opened_by)
);
call core.protect_global_table('saved_views.changes');
grant select on saved_views.changes to oc_bound, oc_console;
