-- Previews and runs of operations with their subjects, the emergency stop, ceilings, and selected subjects.

-- Preview of an operation. A run executes exactly the subjects and input of its preview.
create table core.previews (
  preview_id            text primary key,
  operation             text not null,
  version               int not null,
  requested_by          text not null,
  input                 text not null,  -- normalised; emptied after 30 days
  hash                  bytea not null,  -- of operation, version, input, and each subject with its revision
  required_confirmation text not null,
  people                bigint not null,
  minor_units           bigint not null,
  created_at            timestamptz not null,
  expires_at            timestamptz not null,
  subjects              int not null default 0,
  accepted              int not null default 0,
  mode                  text  -- mode of the tenants; null for operations on the platform
);
call core.protect_global_table('core.previews');
alter table core.previews enable row level security;
grant select on core.previews to oc_bound, oc_console;
create policy app on core.previews to oc_app using (true) with check (true);
create policy console on core.previews for select to oc_console using (true);

-- Predicted result for one subject of a preview.
create table core.preview_subjects (
  tenant_id  text not null,
  preview_id text not null,
  subject_id text not null,
  place      int not null,  -- order in the preview
  revision   bigint not null,
  code       text,  -- reason of the refusal
  sentence   text not null,
  effects    text not null,
  created    text,
  primary key (tenant_id, preview_id, subject_id)
);
create index preview_subjects_in_order on core.preview_subjects (preview_id, place);
call core.protect_table('core.preview_subjects');
create policy bound on core.previews for select to oc_bound
  using (subjects > 0 and subjects = (select count(*) from core.preview_subjects s where s.preview_id = previews.preview_id));

-- Execution of a previewed operation, or the undo of an earlier run.
create table core.runs (
  run_id                  text primary key,
  preview_id              text unique,  -- unique, so that double clicks, retries and approvals start one run
  undo_of                 text unique,
  operation               text not null,
  version                 int not null,
  requested_by            text not null,
  mode                    text,  -- mode of the tenants; null for operations on the platform
  input                   text not null,  -- emptied after 30 days
  reason                  text,
  state                   text not null check (state in ('waiting_approval', 'queued', 'running', 'waiting', 'done', 'partly', 'failed', 'stopped', 'undone')),
  subjects                int not null,
  done                    int not null default 0,
  started_at              timestamptz not null,
  ended_at                timestamptz,
  undo_until              timestamptz,
  all_or_nothing          boolean not null default false,
  next_place              int not null default 0,  -- all earlier subjects are done; updated in their transaction
  refused                 int not null default 0,  -- refused or skipped subjects, which stay unchanged
  failed                  int not null default 0,
  waiting                 int not null default 0,  -- subjects waiting for an external system
  hash                    bytea,  -- of the preview; an approval is bound to it
  required_confirmation   text,
  starts_at               timestamptz,  -- when the wait for approval ends
  starts_without_approval boolean not null default false,  -- no second approver exists, so it starts at starts_at instead of expiring
  approved_by             text,
  approved_at             timestamptz,
  stopped_by              text,
  restore_point           boolean not null default false,
  subjects_preview_id     text,  -- preview that lists its subjects; an undo uses the undone run's
  segment                 text,  -- with own grants: query of the tenants that the requester can access
  proved_by               text,  -- how the requester confirmed their identity
  proved_with             text,  -- id of the passkey; null for password and code
  proved_at               timestamptz,
  scheduled_for           timestamptz,  -- null means at once
  grants                  text[],  -- null means the requester's current permissions
  verdict                 text,  -- reason given for rejecting or stopping it; emptied with the input
  approval_proved_by      text,
  approval_proved_with    text
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
create policy bound on core.runs for select to oc_bound using (exists (select from core.previews p where p.preview_id = runs.subjects_preview_id));

-- Result for one subject of a run.
create table core.run_subjects (
  tenant_id  text not null,
  run_id     text not null,
  subject_id text not null,
  place      int not null,  -- order in the preview
  state      text not null check (state in ('done', 'refused', 'skipped', 'failed', 'waiting', 'undone')),
  code       text,
  sentence   text not null,
  created    text,
  primary key (tenant_id, run_id, subject_id)
);
create index run_subjects_by_state on core.run_subjects (run_id, state, place) where state not in ('done', 'undone');
create index run_subjects_in_order on core.run_subjects (run_id, place) include (state);
call core.protect_table('core.run_subjects');

-- Run started with an idempotency key. A concurrent duplicate waits on the primary key and returns the same run. Responses are not stored.
create table core.idempotency_keys (
  caller       text not null,
  key          text not null,
  request_hash bytea not null,
  run_id       text not null,
  created_at   timestamptz not null,
  primary key (caller, key)
);
call core.protect_global_table('core.idempotency_keys');

-- Emergency stop. Exactly one row. Every run and every claim of work takes a share lock on it first, so setting it waits for those
-- in progress, and nothing commits afterwards.
create table core.emergency_stop (
  only_row  boolean primary key default true check (only_row),
  stopped   boolean not null default false,
  opened_by text,  -- run that set it
  opened_at timestamptz
);
call core.protect_global_table('core.emergency_stop');
grant select on core.emergency_stop to oc_bound, oc_console;

-- Amount that an API key or team member can change within a time span without a second approver.
create table core.ceilings (
  holder      text not null,  -- API key or team member
  permission  text not null,  -- in the permission grammar: tenant.suspend, tenant.*, *
  per         interval not null,  -- time span
  subjects    bigint,
  minor_units bigint,  -- in the reporting currency
  opened_by   text not null,  -- run that set it
  primary key (holder, permission)
);
call core.protect_global_table('core.ceilings');
grant select on core.ceilings to oc_console;

-- Subjects selected for an operation, fixed when its preview opens: ids selected across pages, or all matches minus excluded ones.
-- The operation runs on these ids, not on a filter whose matches may have changed.
create table core.selections (
  selection_id text primary key,
  requested_by text not null,
  subject_ids  text[] not null,  -- in list order
  left_out     int not null,  -- number of subjects excluded manually
  created_at   timestamptz not null
);
call core.protect_global_table('core.selections');
grant select on core.selections to oc_bound, oc_console;

select set_config('app.intake', 'migration', true);
insert into core.emergency_stop default values;
