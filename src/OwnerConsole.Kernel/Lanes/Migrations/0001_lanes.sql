--# WHY
--# What must still happen, in lanes: one object's work is done in order, and a slow one delays only itself.
create table work.lanes (
  lane         text primary key,
  due          timestamptz not null,
  leased_until timestamptz,
  open_until   timestamptz,
  failures     int not null default 0,
  wakes        bigint not null default 0,
  done_at      timestamptz,  --# when an item of it was last carried out
  width        int not null default 1 check ((width >= 1) and (width <= 50))  --# items in progress at once
);
create index lanes_by_due on work.lanes (due);
call core.own_global('work.lanes');
grant select on work.lanes to oc_console;

create table work.items (
  lane      text not null,
  id        bigint generated always as identity,
  run_id    text,
  kind      text not null,
  body      jsonb not null,
  due       timestamptz not null,
  attempts  int not null default 0,
  asked_at  timestamptz not null default now(),
  error     text,  --# of the last attempt; null when it was not tried yet or only waits
  replay_of text,  --# the dead item that it came back from
  primary key (lane, id)
);
call core.own_global('work.items');
grant select on work.items to oc_console;

--# Work that failed at its last attempt leaves its lane and is kept here, until somebody replays or discards it.
create table work.dead (
  dead_id   text primary key,
  lane      text not null,
  run_id    text,  --# the run that had asked for it
  kind      text not null,
  body      jsonb not null,
  attempts  int not null,
  error     text not null,  --# of its last attempt; no secrets and no personal values
  asked_at  timestamptz not null,
  died_at   timestamptz not null,
  closed_by text  --# the run that replayed or discarded it
);
create index dead_open on work.dead (died_at desc, dead_id desc) where closed_by is null;
create index dead_open_by_kind on work.dead (kind, died_at desc, dead_id desc) where closed_by is null;
call core.own_global('work.dead');
grant select on work.dead to oc_console;
