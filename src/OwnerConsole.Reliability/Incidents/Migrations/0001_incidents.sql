-- Incidents: what they are about, their status, roles, alerts, notes, action items and root causes. All rows are opened by runs and closed by runs.
create schema incidents;
grant usage on schema incidents to oc_app, oc_console;

-- A version of an incident. The row that is open is the current one; an incident without an open row was declared by mistake, and that was undone.
create table incidents.incidents (
  tenant_id       text not null,  -- always tnt_platform
  incident_id     text not null,
  title           text not null,
  severity        text not null check (severity in ('sev1', 'sev2', 'sev3', 'sev4')),
  severity_reason text,  -- why the severity was lowered with this version
  mode            text not null check (mode in ('live', 'test')),  -- of the affected tenants
  query           jsonb not null,  -- filters of the list of tenants; {} for none
  tenants         text[] not null,  -- affected tenants; empty for all that match the filters
  started_at      timestamptz not null,
  detected_at     timestamptz not null,
  opened_by       text not null,
  opened_at       timestamptz not null,
  closed_by       text,
  primary key (tenant_id, incident_id, opened_by),
  check (started_at <= detected_at)
);
create unique index incidents_open on incidents.incidents (tenant_id, incident_id) where closed_by is null;
create index incidents_in_order on incidents.incidents (tenant_id, started_at desc, incident_id desc) where closed_by is null;
call core.protect_table('incidents.incidents');

-- A status that an incident reached. The row that is open is the current one. A row that was replaced has the run of the next one in closed_by; one that was
-- undone has the run of the undo.
create table incidents.statuses (
  tenant_id   text not null,  -- always tnt_platform
  incident_id text not null,
  status      text not null check (status in ('declared', 'investigating', 'identified', 'monitoring', 'resolved', 'closed')),
  reached_at  timestamptz not null,
  note        text,
  opened_by   text not null,
  opened_at   timestamptz not null,
  closed_by   text,
  primary key (tenant_id, incident_id, opened_by)
);
create unique index statuses_open on incidents.statuses (tenant_id, incident_id) where closed_by is null;
call core.protect_table('incidents.statuses');

-- Who does what. The row that is open is the current one.
create table incidents.roles (
  tenant_id      text not null,  -- always tnt_platform
  incident_id    text not null,
  commander      text,  -- null only until someone is assigned to an incident that an API key declared
  communications text,
  operations     text,
  scribe         text,
  opened_by      text not null,
  opened_at      timestamptz not null,
  closed_by      text,
  primary key (tenant_id, incident_id, opened_by)
);
create unique index roles_open on incidents.roles (tenant_id, incident_id) where closed_by is null;
call core.protect_table('incidents.roles');

-- An alert belongs to an incident while a row is open.
create table incidents.alerts (
  tenant_id   text not null,  -- always tnt_platform
  incident_id text not null,
  alert_id    text not null,
  opened_by   text not null,
  opened_at   timestamptz not null,
  closed_by   text,
  primary key (tenant_id, incident_id, alert_id, opened_by)
);
create unique index alerts_open on incidents.alerts (tenant_id, incident_id, alert_id) where closed_by is null;
call core.protect_table('incidents.alerts');

-- A note of the timeline. It is never changed; a correction is another note.
create table incidents.notes (
  tenant_id   text not null,  -- always tnt_platform
  incident_id text not null,
  note        text not null,
  opened_by   text not null,
  opened_at   timestamptz not null,
  closed_by   text,
  primary key (tenant_id, incident_id, opened_by)
);
call core.protect_table('incidents.notes');

-- A version of an action item. The row that is open is the current one.
create table incidents.action_items (
  tenant_id      text not null,  -- always tnt_platform
  action_item_id text not null,
  incident_id    text not null,
  description    text not null,
  owner          text,  -- team member
  due_on         date,
  link           text,
  opened_by      text not null,
  opened_at      timestamptz not null,
  closed_by      text,
  primary key (tenant_id, action_item_id, opened_by)
);
create unique index action_items_open on incidents.action_items (tenant_id, action_item_id) where closed_by is null;
create index action_items_by_incident on incidents.action_items (tenant_id, incident_id) where closed_by is null;
call core.protect_table('incidents.action_items');

-- An action item is complete while a row is open.
create table incidents.completions (
  tenant_id      text not null,  -- always tnt_platform
  action_item_id text not null,
  opened_by      text not null,
  opened_at      timestamptz not null,
  closed_by      text,
  primary key (tenant_id, action_item_id, opened_by)
);
create unique index completions_open on incidents.completions (tenant_id, action_item_id) where closed_by is null;
call core.protect_table('incidents.completions');

-- A version of the findings of a post-mortem. The row that is open is the current one.
create table incidents.root_causes (
  tenant_id    text not null,  -- always tnt_platform
  incident_id  text not null,
  root_cause   text not null,
  contributing text,
  went_well    text,
  opened_by    text not null,
  opened_at    timestamptz not null,
  closed_by    text,
  primary key (tenant_id, incident_id, opened_by)
);
create unique index root_causes_open on incidents.root_causes (tenant_id, incident_id) where closed_by is null;
call core.protect_table('incidents.root_causes');
