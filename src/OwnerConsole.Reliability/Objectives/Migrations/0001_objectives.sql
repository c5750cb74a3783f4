-- Objectives: service level objectives (SLOs), and the number of events of what they measure.
create schema objectives;
grant usage on schema objectives to oc_app, oc_console;

-- A version of an SLO. The row that is open is the current one; an SLO without an open row is removed.
create table objectives.slos (
  tenant_id    text not null,  -- always tnt_platform
  slo_id       text not null,
  kind         text not null check (kind in ('probe_success', 'request_success', 'request_latency')),
  name         text not null,
  probe_id     text,
  service      text,
  route        text,  -- null for all routes of the service
  threshold_ms int check (threshold_ms > 0),
  target       numeric not null check (target > 0 and target < 100),  -- percent
  period       text not null check (period in ('seven_days', 'four_weeks', 'thirty_days', 'ninety_days', 'calendar_month', 'calendar_quarter', 'calendar_year')),
  min_events   bigint not null check (min_events > 0),  -- in the long window of an alert
  indicator    text not null,  -- hash of what is measured
  opened_by    text not null,
  opened_at    timestamptz not null,
  closed_by    text,
  primary key (tenant_id, slo_id, opened_by),
  check ((kind = 'probe_success') = (probe_id is not null)),
  check ((kind = 'probe_success') = (service is null)),
  check ((kind = 'request_latency') = (threshold_ms is not null))
);
create unique index slos_open on objectives.slos (tenant_id, slo_id) where closed_by is null;
call core.protect_table('objectives.slos');

-- What SLOs measure, by hash. SLOs that measure the same share it, and a change of the target keeps it.
create table objectives.indicators (
  tenant_id   text not null,  -- always tnt_platform
  indicator   text not null,
  measured_at timestamptz not null,  -- start of the last measurement
  primary key (tenant_id, indicator)
);
call core.protect_table('objectives.indicators');

-- Number of events of an indicator per bucket of time, copied from the roll-ups of probes and telemetry.
create table objectives.totals (
  tenant_id text not null,  -- always tnt_platform
  indicator text not null,
  grain     text not null check (grain in ('five_minutes', 'hour', 'day')),
  bucket_at timestamptz not null,  -- start of the bucket
  events    bigint not null,
  bad       bigint not null,  -- failed, or too slow
  primary key (tenant_id, indicator, grain, bucket_at)
);
create index totals_by_age on objectives.totals (grain, bucket_at);
call core.protect_table('objectives.totals');
