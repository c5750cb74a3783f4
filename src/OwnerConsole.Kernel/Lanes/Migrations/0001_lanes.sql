-- Tables of Lanes.
-- What must still happen, in lanes: one object's work is done in order, and a slow one delays only itself.
create table work.lanes (
  lane         text primary key,
  due          timestamptz not null,
  leased_until timestamptz,
  open_until   timestamptz,
  failures     int not null default 0,
  wakes        bigint not null default 0,
  done_at      timestamptz,  -- when an item of it was last carried out
  width        int not null default 1 check ((width >= 1) and (width <= 50))  -- items in progress at once
);
create index lanes_by_due on work.lanes (due);
call core.protect_global_table('work.lanes');
grant select on work.lanes to oc_console;

create table work.items (
  lane      text not null,
  id        bigint generated always as identity,
  run_id    text,
  kind      text not null,
  body      jsonb not null,
  due       timestamptz not null,
  attempts  int not null default 0,
  requested_at  timestamptz not null default now(),
  error     text,  -- of the last attempt; null when it was not tried yet or only waits
  replay_of text,  -- the dead item that it came back from
  primary key (lane, id)
);
call core.protect_global_table('work.items');
grant select on work.items to oc_console;

-- Work that failed at its last attempt leaves its lane and is kept here, until somebody replays or discards it.
create table work.failed_items (
  failed_id   text primary key,
  lane      text not null,
  run_id    text,  -- the run that had asked for it
  kind      text not null,
  body      jsonb not null,
  attempts  int not null,
  error     text not null,  -- of its last attempt; no secrets and no personal values
  requested_at  timestamptz not null,
  failed_at   timestamptz not null,
  closed_by text  -- the run that replayed or discarded it
);
create index failed_items_open on work.failed_items (failed_at desc, failed_id desc) where closed_by is null;
create index failed_items_by_kind on work.failed_items (kind, failed_at desc, failed_id desc) where closed_by is null;
call core.protect_global_table('work.failed_items');
grant select on work.failed_items to oc_console;
