-- Work that failed at its last attempt leaves its lane and is kept here, until somebody replays or discards it.
create table work.dead (
  dead_id   text primary key,
  lane      text not null,
  run_id    text,                         -- the run that had asked for it
  kind      text not null,
  body      jsonb not null,
  attempts  int not null,
  error     text not null,                -- of its last attempt; no secrets and no personal values
  asked_at  timestamptz not null,
  died_at   timestamptz not null,
  closed_by text                          -- the run that replayed or discarded it
);
create index dead_open on work.dead (died_at desc, dead_id desc) where closed_by is null;
call core.own_global('work.dead');
grant select on work.dead to oc_console;

alter table work.items
  add column asked_at  timestamptz not null default now(),
  add column error     text,              -- of the last attempt; null when it was not tried yet or only waits
  add column replay_of text;              -- the dead item that it came back from

alter table work.lanes add column done_at timestamptz;  -- when an item of it was last carried out
