-- Agreements: service level agreements (SLAs) with tenants, what was measured for each tenant and period, and which incidents affected which tenants.
create schema agreements;
grant usage on schema agreements to oc_app, oc_console;

-- A version of an SLA. The row that is open is the current one; an SLA without an open row is removed.
create table agreements.slas (
  tenant_id      text not null,  -- always tnt_platform
  sla_id         text not null,
  kind           text not null check (kind in ('availability', 'resolution_time', 'slo')),
  name           text not null,
  slo_id         text,  -- SLO whose events count
  min_severity   text check (min_severity in ('sev1', 'sev2', 'sev3', 'sev4')),  -- less severe incidents don't count
  within_minutes int check (within_minutes > 0),  -- in which an incident must be resolved
  target         numeric not null check (target > 0 and target < 100),  -- percent
  period         text not null check (period in ('day', 'week', 'month', 'quarter', 'year')),
  min_events     bigint not null check (min_events > 0),
  query          jsonb not null,  -- filters of the list of tenants; {} for none
  tenants        text[] not null,  -- tenants; empty for all that match the filters
  credits        text not null,  -- steps, one per line; empty for none
  max_credit     numeric not null check (max_credit > 0 and max_credit <= 100),  -- percent of the monthly price
  opened_by      text not null,
  opened_at      timestamptz not null,
  closed_by      text,
  primary key (tenant_id, sla_id, opened_by),
  check ((kind = 'slo') = (slo_id is not null)),
  check ((kind = 'slo') = (min_severity is null)),
  check ((kind = 'resolution_time') = (within_minutes is not null))
);
create unique index slas_open on agreements.slas (tenant_id, sla_id) where closed_by is null;
call core.protect_table('agreements.slas');

-- Events of an SLO per day in the time zone of the platform.
create table agreements.days (
  tenant_id text not null,  -- always tnt_platform
  indicator text not null,  -- of the SLO
  day       date not null,
  events    bigint not null,
  bad       bigint not null,
  primary key (tenant_id, indicator, day)
);
create index days_by_age on agreements.days (day);
call core.protect_table('agreements.days');

-- Incidents whose affected tenants are stored.
create table agreements.incidents (
  tenant_id   text not null,  -- always tnt_platform
  incident_id text not null,
  selection   text not null,  -- hash of the filters and the IDs that select its tenants
  signature   text not null,  -- of the severity, the times and the selection
  ended_at    timestamptz,  -- null while it is not resolved
  primary key (tenant_id, incident_id)
);
create index incidents_by_age on agreements.incidents (ended_at);
call core.protect_table('agreements.incidents');

-- An incident that affected a tenant. Resolved incidents keep the tenants that were affected then.
create table agreements.impacts (
  tenant_id   text not null,
  incident_id text not null,
  severity    text not null,
  starts_at   timestamptz not null,
  ends_at     timestamptz,  -- null while the incident is not resolved
  primary key (tenant_id, incident_id)
);
create index impacts_by_incident on agreements.impacts (incident_id);
create index impacts_by_start on agreements.impacts (starts_at);
create index impacts_by_age on agreements.impacts (ends_at);
call core.protect_table('agreements.impacts');

-- A period of an SLA. Its terms are those of the SLA when it was last measured; a closed period doesn't change any more.
create table agreements.periods (
  tenant_id      text not null,  -- always tnt_platform
  sla_id         text not null,
  starts_on      date not null,
  ends_on        date not null,  -- last day
  starts_at      timestamptz not null,
  ends_at        timestamptz not null,
  target         numeric not null,
  events         bigint,  -- of an SLO, as are the next five; null if each tenant has a result of its own
  bad            bigint,
  actual         numeric,
  state          text check (state in ('met', 'at_risk', 'breached', 'too_few_events')),
  credit_percent numeric,  -- of the monthly price
  logged         text check (logged in ('at_risk', 'breached')),  -- worst state that the log has; null for none
  measured_at    timestamptz not null,
  closed_at      timestamptz,
  primary key (tenant_id, sla_id, starts_on)
);
create index periods_by_age on agreements.periods (ends_at);
call core.protect_table('agreements.periods');

-- The result of a tenant in a period of an SLA.
create table agreements.results (
  tenant_id      text not null,
  sla_id         text not null,
  starts_on      date not null,
  ends_on        date not null,  -- last day
  events         bigint,  -- incidents, or seconds of the period; null if the period has the numbers of all tenants, as are the next five
  bad            bigint,
  actual         numeric,  -- percent; null with too few events
  state          text check (state in ('met', 'at_risk', 'breached', 'too_few_events')),
  credit_percent numeric,  -- of the monthly price
  logged         text check (logged in ('at_risk', 'breached')),  -- worst state that the log has; null for none
  primary key (tenant_id, sla_id, starts_on)
);
create index results_in_order on agreements.results (starts_on desc, sla_id, tenant_id);
create index results_by_age on agreements.results (ends_on);
create index results_with_credit on agreements.results (sla_id, starts_on) where state = 'breached' and credit_percent > 0;
call core.protect_table('agreements.results');
