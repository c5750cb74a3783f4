-- With which view a list opens for somebody: the last open row counts, if its view is still there. One that is made the default closes none before it, so that taking it back brings that one again.
create table saved_views.defaults (
  person    text not null,               -- who opens the list
  list      text not null,               -- the address of the page
  view_id   text not null,
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  primary key (view_id, opened_by)
);
create index defaults_of on saved_views.defaults (person, list, opened_at desc) where closed_by is null;
call core.own_global('saved_views.defaults');
grant select on saved_views.defaults to oc_console;
