-- Background work in lanes, and the work that failed its last attempt.

-- A queue of work for one object. Items run in order unless width exceeds 1, and a slow lane delays only itself.
create table work.lanes (
  lane         text primary key,
  due          timestamptz not null,
  leased_until timestamptz,
  open_until   timestamptz,  -- paused until then after repeated failures
  failures     int not null default 0,
  wakes        bigint not null default 0,  -- increases whenever work is queued
  done_at      timestamptz,  -- last completed item
  width        int not null default 1 check (width between 1 and 50)  -- maximum items in progress at once
);
create index lanes_by_due on work.lanes (due);
call core.protect_global_table('work.lanes');
grant select on work.lanes to oc_console;

-- Pending work of a lane.
create table work.items (
  lane         text not null,
  id           bigint generated always as identity,
  run_id       text,
  kind         text not null,
  body         jsonb not null,
  due          timestamptz not null,
  attempts     int not null default 0,
  requested_at timestamptz not null default now(),
  error        text,  -- error of the last attempt; null if there is none
  replay_of    text,  -- failed item that it retries
  primary key (lane, id)
);
call core.protect_global_table('work.items');
grant select on work.items to oc_console;

-- Work that failed its last attempt and left its lane, kept until it is replayed or discarded.
create table work.failed_items (
  failed_id    text primary key,
  lane         text not null,
  run_id       text,  -- run that queued it
  kind         text not null,
  body         jsonb not null,
  attempts     int not null,
  error        text not null,  -- error of the last attempt, without secrets or personal data
  requested_at timestamptz not null,
  failed_at    timestamptz not null,
  closed_by    text  -- run that replayed or discarded it
);
create index failed_items_open on work.failed_items (failed_at desc, failed_id desc) where closed_by is null;
create index failed_items_by_kind on work.failed_items (kind, failed_at desc, failed_id desc) where closed_by is null;
call core.protect_global_table('work.failed_items');
grant select on work.failed_items to oc_console;
