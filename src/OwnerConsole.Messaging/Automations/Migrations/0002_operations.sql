-- Automations run operations: with their own permissions and ceilings, once per tenant if wanted, and with the result of each run. They can be paused.
alter table automations.automations
  add column operations      text[] not null default '{}',  -- operations that its steps run, which are its permissions
  add column once            boolean not null default false,  -- starts only once per tenant
  add column runs_per_day    int not null default 100 check (runs_per_day > 0),
  add column revenue_per_day int check (revenue_per_day >= 0);  -- in whole units of the reporting currency; null for no limit

alter table automations.enrollments
  add column stopped_by text,  -- run that stopped it; null if it wasn't stopped by a team member
  add column resumes_at timestamptz;  -- when its next step was due before that
create index enrollments_by_time on automations.enrollments (mode, enrolled_at desc, enrollment_id desc);

-- An automation that is on is paused while its activation has an open row: nothing starts, and sequences wait.
create table automations.pauses (
  tenant_id     text not null,  -- always tnt_platform
  automation_id text not null,
  activation    text not null,  -- opened_by of the activation; a later one isn't paused
  opened_by     text not null,
  opened_at     timestamptz not null,
  closed_by     text,
  closed_at     timestamptz,
  primary key (tenant_id, automation_id, opened_by)
);
create unique index pauses_open on automations.pauses (tenant_id, automation_id, activation) where closed_by is null;
call core.protect_table('automations.pauses');

-- Result of an operation step. The sequence and the step are the idempotency key of the run, so that it is started once.
create table automations.runs (
  tenant_id     text not null,
  enrollment_id text not null,
  step          int not null,
  automation_id text not null,
  mode          text not null,
  operation     text not null,
  state         text not null check (state in ('done', 'unchanged', 'refused', 'waiting')),
  reason        text,  -- code of the refusal, or what it waits for
  run_id        text,  -- null if no run was started
  changed_at    timestamptz not null,
  primary key (tenant_id, enrollment_id, step)
);
create index runs_waiting on automations.runs (changed_at) where state = 'waiting' and run_id is not null;
call core.protect_table('automations.runs');
