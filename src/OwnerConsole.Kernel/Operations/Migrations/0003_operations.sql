-- What somebody decides: previewed first, carried out once, kept line by line.
create table core.previews (
  preview_id   text primary key,
  operation    text not null,
  version      int not null,
  asked_by     text not null,
  input        text not null,          -- as it was read, emptied after 30 days
  hash         bytea not null,         -- of what decides: operation, version, input, each subject with its revision
  asked        text not null,
  people       bigint not null,
  minor_units  bigint not null,
  made_at      timestamptz not null,
  expires_at   timestamptz not null
);
call core.own_global('core.previews');

create table core.preview_subjects (
  tenant_id  text not null,
  preview_id text not null,
  subject_id text not null,
  place      int not null,
  revision   bigint not null,
  code       text,                     -- of the refusal
  sentence   text not null,
  effects    text not null,
  created    text,
  primary key (tenant_id, preview_id, subject_id)
);
create index preview_subjects_in_order on core.preview_subjects (preview_id, place);
call core.own('core.preview_subjects');

create table core.runs (
  run_id     text primary key,
  preview_id text unique,              -- a double click, a retry and a second approver are one run
  undo_of    text unique,
  operation  text not null,
  version    int not null,
  asked_by   text not null,
  population text,                     -- of its tenants; null when it is about the platform
  input      text not null,            -- emptied after 30 days
  reason     text,
  state      text not null check (state in ('waiting_approval', 'queued', 'running', 'waiting', 'done', 'partly', 'failed', 'stopped', 'undone')),
  subjects   int not null,
  done       int not null default 0,
  started_at timestamptz not null,
  ended_at   timestamptz,
  undo_until timestamptz
);
create index runs_by_start on core.runs (started_at desc, run_id desc);
call core.own_global('core.runs');
grant select on core.runs, core.previews to oc_console;

create table core.run_subjects (
  tenant_id  text not null,
  run_id     text not null,
  subject_id text not null,
  place      int not null,
  state      text not null check (state in ('done', 'refused', 'skipped', 'undone')),
  code       text,
  sentence   text not null,
  created    text,
  primary key (tenant_id, run_id, subject_id)
);
create index run_subjects_in_order on core.run_subjects (run_id, place);
call core.own('core.run_subjects');

-- One key, one run: a concurrent twin waits on the primary key and is shown the same run. Answers are never stored.
create table core.idempotency_keys (
  caller       text not null,
  key          text not null,
  request_hash bytea not null,
  run_id       text not null,
  made_at      timestamptz not null,
  primary key (caller, key)
);
call core.own_global('core.idempotency_keys');
