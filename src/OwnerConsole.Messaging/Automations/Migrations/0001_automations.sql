-- Automations: versions of their definitions, when they are on, tenants in their sequences, messages, and results by day.
create schema automations;
grant usage on schema automations to oc_app, oc_console;

-- A version of an automation. The row that is open is the current one; an automation without an open row is deleted. Sequences keep the version they started with.
create table automations.automations (
  tenant_id     text not null,  -- always tnt_platform
  automation_id text not null,
  version       int not null,
  recipe        text,  -- key of the recipe that it was installed from
  name          text not null,
  events        text[] not null,  -- types of events that start it; empty if it starts relative to a date
  date          text,  -- date that it is relative to
  offset_days   int not null,  -- days after the date; negative for before
  conditions    jsonb not null,
  steps         jsonb not null,
  goals         text[] not null,  -- types of events that end a sequence
  topic         text not null,
  priority      text not null check (priority in ('low', 'medium', 'high', 'urgent')),
  audience      text not null check (audience in ('owner', 'members')),
  opened_by     text not null,
  opened_at     timestamptz not null,
  closed_by     text,
  primary key (tenant_id, automation_id, opened_by),
  check ((date is null) = (cardinality(events) > 0))
);
create unique index automations_open on automations.automations (tenant_id, automation_id) where closed_by is null;
create unique index automations_by_version on automations.automations (automation_id, version);
call core.protect_table('automations.automations');

-- An automation is on while it has an open row. Events and dates before opened_at don't start it.
create table automations.activations (
  tenant_id     text not null,  -- always tnt_platform
  automation_id text not null,
  opened_by     text not null,
  opened_at     timestamptz not null,
  closed_by     text,
  closed_at     timestamptz,
  primary key (tenant_id, automation_id, opened_by)
);
create unique index activations_open on automations.activations (tenant_id, automation_id) where closed_by is null;
call core.protect_table('automations.activations');

-- A tenant in the sequence of an automation: once for each event or date. The row is kept, so that it never starts again for the same one.
create table automations.enrollments (
  tenant_id     text not null,
  automation_id text not null,
  occurrence    text not null,  -- position of the event in the log, or the day in UTC of the date
  enrollment_id text not null,
  version       int not null,
  mode          text not null check (mode in ('live', 'test')),
  event         text,  -- type of the event that started it; null for a date
  facts         jsonb not null,  -- values of that event
  step          int not null default 0,  -- number of steps that are done
  state         text not null default 'running' check (state in ('running', 'completed', 'goal_reached', 'stopped')),
  reason        text,  -- why it was stopped, or the event that reached the goal
  due_at        timestamptz,  -- when the next step is due; null once it has ended
  enrolled_at   timestamptz not null,
  ended_at      timestamptz,
  primary key (tenant_id, automation_id, occurrence)
);
create unique index enrollments_by_id on automations.enrollments (enrollment_id);
create index enrollments_due on automations.enrollments (automation_id, due_at, enrollment_id) where state = 'running';
create index enrollments_in_order on automations.enrollments (automation_id, mode, enrolled_at desc, enrollment_id desc);
create index enrollments_running on automations.enrollments (tenant_id) where state = 'running';
call core.protect_table('automations.enrollments');

-- A message of a step to one recipient, or why it isn't sent. The key prevents that a step sends it twice.
create table automations.messages (
  tenant_id     text not null,
  enrollment_id text not null,
  step          int not null,
  recipient     text not null,  -- member, or the tenant itself for its contact address
  automation_id text not null,
  mode          text not null,
  channel       text not null check (channel in ('email', 'in_app')),
  state         text not null check (state in ('queued', 'sent', 'failed', 'skipped')),
  reason        text,  -- why it was skipped
  reference     text,  -- id of the email or of the notification's message
  changed_at    timestamptz not null,
  primary key (tenant_id, enrollment_id, step, recipient)
);
create index messages_by_recipient on automations.messages (tenant_id, recipient);
call core.protect_table('automations.messages');

-- Results of each automation by day in UTC, kept by triggers, so that pages don't count sequences.
create table automations.counts (
  automation_id text not null,
  mode          text not null,
  day           date not null,
  result        text not null,  -- enrolled, completed, goal_reached, stopped, sent, failed or skipped
  number        bigint not null,
  primary key (automation_id, mode, day, result)
);
call core.protect_global_table('automations.counts');
grant select on automations.counts to oc_console;
