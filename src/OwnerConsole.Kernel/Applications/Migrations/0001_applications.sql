-- Operations and objects that the connected application declares, and the tasks sent to it.

-- The application's current declaration, one row per mode.
create table core.applications (
  tenant_id   text not null,  -- always tnt_platform
  mode        text not null check (mode in ('live', 'test')),
  body        jsonb not null,  -- latest declaration
  declared_by text not null,  -- API key
  declared_at timestamptz not null,
  primary key (tenant_id, mode)
);
call core.protect_table('core.applications');
create policy platforms on core.applications for select to oc_bound using (tenant_id = 'tnt_platform');

-- One row for every operation ever declared, so that runs of removed operations remain readable.
create table core.application_operations (
  tenant_id text not null,  -- always tnt_platform
  mode      text not null check (mode in ('live', 'test')),
  name      text not null,
  body      jsonb not null,
  opened_at timestamptz not null,
  closed_at timestamptz,  -- when a declaration no longer contained it
  primary key (tenant_id, mode, name)
);
call core.protect_table('core.application_operations');
create policy platforms on core.application_operations for select to oc_bound using (tenant_id = 'tnt_platform');

-- One task for the application: executes or undoes a declared operation on one subject.
create table core.tasks (
  tenant_id    text not null,
  task_id      text not null,
  mode         text not null,
  run_id       text not null,  -- run that created the task
  kind         text not null,  -- name of the operation
  action       text not null check (action in ('execute', 'undo')),
  subject_id   text not null,
  input        bytea not null,  -- encrypted
  secret       bytea not null,  -- encrypted; token of this task
  can_cancel   boolean not null,
  state        text not null check (state in ('offered', 'accepted', 'running', 'done', 'failed', 'expired', 'cancelled', 'done_late')),
  offered_at   timestamptz not null,
  sent_at      timestamptz,  -- when it may first have reached the application
  offers       int not null default 1,  -- number of times it was sent
  accepted_at  timestamptz,
  responded_at timestamptz,  -- last response of the application, or last resend
  cancel_at    timestamptz,  -- when cancellation was requested
  is_notified  boolean not null default false,  -- cancellation request was sent to the application
  deadline     timestamptz not null,
  done         bigint,  -- progress out of total, in the application's unit
  total        bigint,
  note         text,  -- last message of the application
  code         text,  -- reason of the failure
  result       jsonb,
  ended_at     timestamptz,
  other_id     text,  -- second subject, such as the member that remains after a merge
  primary key (tenant_id, task_id)
);
create unique index tasks_in_progress on core.tasks (tenant_id, subject_id, kind) where state in ('offered', 'accepted', 'running');
create index tasks_open on core.tasks (deadline) where state in ('offered', 'accepted', 'running');
create index tasks_by_run on core.tasks (run_id);
create index tasks_by_age on core.tasks (offered_at desc, task_id desc);
create index tasks_by_tenant on core.tasks (tenant_id, offered_at desc, task_id desc);
create index tasks_by_subject on core.tasks (subject_id, offered_at desc, task_id desc);
create index tasks_by_kind on core.tasks (kind, offered_at desc, task_id desc);
create index tasks_by_id on core.tasks (task_id);
create index tasks_to_see on core.tasks (mode) where state in ('failed', 'expired', 'done_late');
create index tasks_about_others on core.tasks (other_id) where (other_id is not null) and (ended_at is null);
call core.protect_table('core.tasks');

-- A dismissed task result, which is no longer listed as needing attention.
create table core.tasks_seen (
  tenant_id text not null,
  task_id   text not null,
  opened_by text not null,  -- run that dismissed it
  opened_at timestamptz not null,
  closed_by text,  -- run that undid it
  primary key (tenant_id, task_id, opened_by)
);
create unique index tasks_seen_open on core.tasks_seen (tenant_id, task_id) where closed_by is null;
call core.protect_table('core.tasks_seen');

-- A request to the application to preview an operation on one subject. It belongs to a preview instead of a run,
-- and expires within seconds.
create table core.task_previews (
  tenant_id  text not null,
  task_id    text not null,
  preview_id text not null,
  mode       text not null,
  kind       text not null,  -- name of the operation
  subject_id text not null,
  input      bytea not null,  -- encrypted; empty after the answer or expiry
  secret     bytea not null,  -- encrypted; token of this task
  state      text not null check (state in ('offered', 'done', 'failed', 'expired')),
  sent_at    timestamptz,  -- when it may first have reached the application
  deadline   timestamptz not null,
  code       text,  -- reason of the refusal
  report     jsonb,  -- sentences and effects returned by the application
  primary key (tenant_id, task_id)
);
create index task_previews_by_preview on core.task_previews (preview_id);
create index task_previews_by_id on core.task_previews (task_id);
create index task_previews_by_deadline on core.task_previews (deadline);
call core.protect_table('core.task_previews');

-- Objects inside a tenant, other than members, as reported by the application. Declared operations can run on them.
create table core.application_subjects (
  tenant_id   text not null,
  subject_id  text not null,
  type        text not null,  -- type declared by the application
  external_id text not null,  -- the application's own id
  title       text,  -- can contain personal names; removed when the tenant is anonymised
  reported_at timestamptz not null,
  ended_at    timestamptz,  -- when reported as ended; no operation can run on it afterwards
  primary key (tenant_id, subject_id),
  unique (tenant_id, type, external_id)
);
create unique index application_subjects_by_id on core.application_subjects (subject_id);
create index application_subjects_by_type on core.application_subjects (tenant_id, type, subject_id);
create index application_subjects_by_text on core.application_subjects using gin (core.search_text(coalesce(title, '') || ' ' || external_id) gin_trgm_ops);
call core.protect_table('core.application_subjects');
