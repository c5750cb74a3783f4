-- What must still happen, in lanes: one object's work is done in order, and a slow one delays only itself.
create table work.lanes (
  lane         text primary key,
  due          timestamptz not null,
  leased_until timestamptz,
  open_until   timestamptz,
  failures     int not null default 0,
  wakes        bigint not null default 0
);
create index lanes_by_due on work.lanes (due);
call core.own_global('work.lanes');

create table work.items (
  lane     text not null,
  id       bigint generated always as identity,
  run_id   text,
  kind     text not null,
  body     jsonb not null,
  due      timestamptz not null,
  attempts int not null default 0,
  primary key (lane, id)
);
call core.own_global('work.items');
grant select on work.lanes, work.items to oc_console;
