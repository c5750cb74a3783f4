-- Tables of Operations.
-- What somebody decides: previewed first, carried out once, kept line by line.
create table core.previews (
  preview_id  text primary key,
  operation   text not null,
  version     int not null,
  requested_by    text not null,
  input       text not null,  -- as it was read, emptied after 30 days
  hash        bytea not null,  -- of what decides: operation, version, input, each subject with its revision
  required_confirmation text not null,
  people      bigint not null,
  minor_units bigint not null,
  created_at     timestamptz not null,
  expires_at  timestamptz not null,
  subjects    int not null default 0,
  accepted    int not null default 0,
  mode  text  -- of its tenants; null when it is about the platform
);
call core.protect_global_table('core.previews');
alter table core.previews enable row level security;
grant select on core.previews to oc_bound, oc_console;
create policy app on core.previews to oc_app using (true) with check (true);
create policy console on core.previews for select to oc_console using (true);

create table core.preview_subjects (
  tenant_id  text not null,
  preview_id text not null,
  subject_id text not null,
  place      int not null,
  revision   bigint not null,
  code       text,  -- of the refusal
  sentence   text not null,
  effects    text not null,
  created    text,
  primary key (tenant_id, preview_id, subject_id)
);
create index preview_subjects_in_order on core.preview_subjects (preview_id, place);
call core.protect_table('core.preview_subjects');
create policy bound on core.previews for select to oc_bound
  using (subjects > 0 and subjects = (select count(*) from core.preview_subjects s where s.preview_id = previews.preview_id));

create table core.runs (
  run_id               text primary key,
  preview_id           text unique,  -- a double click, a retry and a second approver are one run
  undo_of              text unique,
  operation            text not null,
  version              int not null,
  requested_by             text not null,
  mode           text,  -- of its tenants; null when it is about the platform
  input                text not null,  -- emptied after 30 days
  reason               text,
  state                text not null check (state in ('waiting_approval', 'queued', 'running', 'waiting', 'done', 'partly', 'failed', 'stopped', 'undone')),
  subjects             int not null,
  done                 int not null default 0,
  started_at           timestamptz not null,
  ended_at             timestamptz,
  undo_until           timestamptz,
  all_or_nothing       boolean not null default false,
  next_place           int not null default 0,  -- every subject before it is settled; moves in the transaction that settles it
  refused              int not null default 0,  -- and skipped: left as they were
  failed               int not null default 0,
  waiting              int not null default 0,  -- somebody outside has been asked and has not answered
  hash                 bytea,  -- of what was previewed: an approval is bound to it
  required_confirmation text,
  starts_at            timestamptz,  -- when the wait for an approval is over
  starts_without_approval         boolean not null default false,  -- nobody else may approve: it begins by itself then; otherwise it is given up
  approved_by          text,
  approved_at          timestamptz,
  stopped_by           text,
  restore_point        boolean not null default false,
  about                text,  -- the preview whose subjects it is about: its own, or that of the run which it takes back
  segment              text,  -- of a run that acts under grants of its own: the tenants that who scheduled it saw
  proved_by            text,
  proved_with          text,
  proved_at            timestamptz,
  scheduled_for        timestamptz,  -- null: at once
  grants               text[],  -- null: those of who asked, as of each chunk
  verdict              text,  -- why it was declined or stopped, in the words of who did it; emptied with the input
  approval_proved_by   text,
  approval_proved_with text
);
create index runs_by_start on core.runs (started_at desc, run_id desc);
create index runs_by_requester on core.runs (requested_by, started_at);
create index runs_waiting on core.runs (started_at) where state = 'waiting_approval';
create index runs_by_operation on core.runs (operation, started_at desc, run_id desc);
create index runs_not_done on core.runs (state, started_at desc, run_id desc) where state <> 'done';
create index runs_scheduled on core.runs (scheduled_for) where (scheduled_for is not null) and state in ('waiting_approval', 'queued');
create index runs_that_waited on core.runs (started_at desc, run_id desc) where starts_at is not null;
call core.protect_global_table('core.runs');
alter table core.runs enable row level security;
grant select on core.runs to oc_bound, oc_console;
create policy app on core.runs to oc_app using (true) with check (true);
create policy console on core.runs for select to oc_console using (true);
create policy bound on core.runs for select to oc_bound using (exists (select from core.previews p where p.preview_id = runs.about));

create table core.run_subjects (
  tenant_id  text not null,
  run_id     text not null,
  subject_id text not null,
  place      int not null,
  state      text not null check (state in ('done', 'refused', 'skipped', 'failed', 'waiting', 'undone')),
  code       text,
  sentence   text not null,
  created    text,
  primary key (tenant_id, run_id, subject_id)
);
create index run_subjects_by_state on core.run_subjects (run_id, state, place) where state not in ('done', 'undone');
create index run_subjects_in_order on core.run_subjects (run_id, place) include (state);
call core.protect_table('core.run_subjects');

-- One key, one run: a concurrent twin waits on the primary key and is shown the same run. Answers are never stored.
create table core.idempotency_keys (
  caller       text not null,
  key          text not null,
  request_hash bytea not null,
  run_id       text not null,
  created_at      timestamptz not null,
  primary key (caller, key)
);
call core.protect_global_table('core.idempotency_keys');

-- The emergency stop. Every run and every claim of work shares this row first, so whoever sets it waits for those in flight, and nothing commits after it answers.
create table core.emergency_stop (
  only_row  boolean primary key default true check (only_row),
  stopped   boolean not null default false,
  opened_by text,  -- the run that stopped
  opened_at timestamptz
);
call core.protect_global_table('core.emergency_stop');
grant select on core.emergency_stop to oc_bound, oc_console;

-- How much somebody may do in a time without a second person.
create table core.ceilings (
  holder      text not null,  -- a key or a person of the team
  permission  text not null,  -- a word of the permission grammar: tenant.suspend, tenant.*, *
  per         interval not null,
  subjects    bigint,
  minor_units bigint,
  opened_by   text not null,  -- the run that set it
  primary key (holder, permission)
);
call core.protect_global_table('core.ceilings');
grant select on core.ceilings to oc_console;

-- What somebody chose for an operation, frozen when its preview opens: ids that were ticked on several pages, or everything that matched then less what was left out by hand. It is done to these, never to a filter that has moved on.
create table core.selections (
  selection_id text primary key,
  requested_by     text not null,
  subject_ids  text[] not null,  -- in the order of their list
  left_out     int not null,  -- by hand
  created_at      timestamptz not null
);
call core.protect_global_table('core.selections');
grant select on core.selections to oc_bound, oc_console;

select set_config('app.intake', 'migration', true);
insert into core.emergency_stop default values;
