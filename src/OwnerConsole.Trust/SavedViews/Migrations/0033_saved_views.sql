-- Lists as somebody filtered them, by name: for themselves or for the team. One table for the lists of every page; a view is the list's address and its query, nothing else.
create schema saved_views;
grant usage on schema saved_views to oc_app, oc_console;

create table saved_views.views (
  view_id   text primary key,
  list      text not null,               -- the address of the page
  query     text not null,               -- with its question mark; empty for the whole list
  name      text not null,
  owner     text,                        -- who sees it alone; null for the team
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  closed_at timestamptz
);
create unique index views_open on saved_views.views (list, coalesce(owner, ''), lower(name)) where closed_by is null;
call core.own_global('saved_views.views');
grant select on saved_views.views to oc_console;
