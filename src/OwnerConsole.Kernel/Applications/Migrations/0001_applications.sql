-- Tables of Applications.
-- What the connected application can do, as it declares it, and the tasks it is given.
create table core.applications (
  tenant_id   text not null,  -- the platform
  mode  text not null check (mode in ('live', 'test')),
  body        jsonb not null,  -- as it was declared last
  declared_by text not null,  -- the key
  declared_at timestamptz not null,
  primary key (tenant_id, mode)
);
call core.protect_table('core.applications');
create policy platforms on core.applications for select to oc_bound using (tenant_id = 'tnt_platform');

-- One row for every operation that was ever declared: a run of one that is no longer offered can still be read.
create table core.application_operations (
  tenant_id  text not null,  -- the platform
  mode text not null check (mode in ('live', 'test')),
  name       text not null,
  body       jsonb not null,
  opened_at  timestamptz not null,
  closed_at  timestamptz,  -- since the application leaves it out
  primary key (tenant_id, mode, name)
);
call core.protect_table('core.application_operations');
create policy platforms on core.application_operations for select to oc_bound using (tenant_id = 'tnt_platform');

create table core.tasks (
  tenant_id   text not null,
  task_id     text not null,
  mode  text not null,
  run_id      text not null,  -- that gave it
  kind        text not null,  -- the operation's name
  action        text not null check (action in ('execute', 'undo')),
  subject_id  text not null,
  input       bytea not null,  -- sealed
  secret      bytea not null,  -- sealed: the task's own token
  can_cancel  boolean not null,
  state       text not null check (state in ('offered', 'accepted', 'running', 'done', 'failed', 'expired', 'cancelled', 'done_late')),
  offered_at  timestamptz not null,
  sent_at     timestamptz,  -- since it may have reached the application
  offers      int not null default 1,
  accepted_at timestamptz,
  responded_at    timestamptz,  -- the application's last word
  cancel_at   timestamptz,  -- since it is to stop
  is_notified     boolean not null default false,  -- and the application is told so
  deadline    timestamptz not null,
  done        bigint,  -- of total, in the application's own measure
  total       bigint,
  note        text,  -- its last word, in its words
  code        text,  -- of why it failed
  result      jsonb,
  ended_at    timestamptz,
  other_id    text,
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

-- Somebody has taken note of how a task ended: nobody is reminded of it any more.
create table core.tasks_seen (
  tenant_id text not null,
  task_id   text not null,
  opened_by text not null,  -- the run
  opened_at timestamptz not null,
  closed_by text,  -- the run that took it back
  primary key (tenant_id, task_id, opened_by)
);
create unique index tasks_seen_open on core.tasks_seen (tenant_id, task_id) where closed_by is null;
call core.protect_table('core.tasks_seen');

-- An application may say beforehand what it would do: a task of the mode preview, which belongs to a preview and to no run, and answers within seconds or not at all.
create table core.task_previews (
  tenant_id  text not null,
  task_id    text not null,
  preview_id text not null,
  mode text not null,
  kind       text not null,  -- the operation's name
  subject_id text not null,
  input      bytea not null,  -- sealed; empty once it is answered or too late
  secret     bytea not null,  -- sealed: the task's own token
  state      text not null check (state in ('offered', 'done', 'failed', 'expired')),
  sent_at    timestamptz,  -- since it may have reached the application
  deadline   timestamptz not null,
  code       text,  -- of why it would be refused
  says       jsonb,  -- in the application's words: sentences and effects
  primary key (tenant_id, task_id)
);
create index task_previews_by_preview on core.task_previews (preview_id);
create index task_previews_by_id on core.task_previews (task_id);
create index task_previews_by_deadline on core.task_previews (deadline);
call core.protect_table('core.task_previews');

-- What the application has inside of its tenants besides people, as it reports it: operations of its own are done to it.
create table core.application_subjects (
  tenant_id   text not null,
  subject_id    text not null,
  type        text not null,  -- as the application declares it
  external_id text not null,  -- the application's own id of it
  title       text,  -- may name people: nobody is to know it once the tenant is anonymised
  reported_at timestamptz not null,
  ended_at    timestamptz,  -- since the application says so: nothing is done to it any more
  primary key (tenant_id, subject_id),
  unique (tenant_id, type, external_id)
);
create unique index application_subjects_by_id on core.application_subjects (subject_id);
create index application_subjects_by_type on core.application_subjects (tenant_id, type, subject_id);
create index application_subjects_by_text on core.application_subjects using gin (core.search_text(((coalesce(title, '') || ' ') || external_id)) gin_trgm_ops);
call core.protect_table('core.application_subjects');
