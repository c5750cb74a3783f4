-- Tables of SavedViews.
create schema saved_views;
grant usage on schema saved_views to oc_app, oc_console, oc_bound;

create table saved_views.views (
  view_id   text primary key,
  list      text not null,  -- the address of the page
  query     text not null,  -- with its question mark; empty for the whole list
  name      text not null,
  owner     text,  -- who sees it alone; null for the team
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  closed_at timestamptz
);
create unique index views_open on saved_views.views (list, coalesce(owner, ''), lower(name)) where closed_by is null;
call core.protect_global_table('saved_views.views');
grant select on saved_views.views to oc_bound, oc_console;

-- With which view a list opens for somebody: the last open row counts, if its view is still there. One that is made the default closes none before it, so that taking it back brings that one again.
create table saved_views.defaults (
  person    text not null,  -- who opens the list
  list      text not null,  -- the address of the page
  view_id   text not null,
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  primary key (view_id, opened_by)
);
create index defaults_of on saved_views.defaults (person, list, opened_at desc) where closed_by is null;
call core.protect_global_table('saved_views.defaults');
grant select on saved_views.defaults to oc_bound, oc_console;

-- What a saved view shows since somebody changed it: the last open row counts, and a run that is taken back closes its own.
create table saved_views.changes (
  view_id   text not null,
  query     text not null,  -- with its question mark; empty for the whole list
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  primary key (view_id, opened_by)
);
call core.protect_global_table('saved_views.changes');
grant select on saved_views.changes to oc_bound, oc_console;
