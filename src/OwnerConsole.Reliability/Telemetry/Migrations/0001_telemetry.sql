-- Telemetry of services: requests with their latency, the last failed ones, numbers of log records, and last values of metrics. Single spans and records are not stored.
create schema telemetry;
grant usage on schema telemetry to oc_app, oc_console;

-- Known routes of services. Their number is limited.
create table telemetry.routes (
  tenant_id    text not null,  -- always tnt_platform
  service      text not null,
  route        text not null,  -- method and path, or name of an operation
  last_seen_at timestamptz not null,
  primary key (tenant_id, service, route)
);
call core.protect_table('telemetry.routes');

-- Number of requests per bucket of time.
create table telemetry.requests (
  tenant_id   text not null,  -- always tnt_platform
  service     text not null,
  route       text not null,
  grain       text not null check (grain in ('minute', 'hour')),
  bucket_at   timestamptz not null,  -- start of the bucket
  requests    bigint not null,
  failed      bigint not null,
  duration_ms double precision not null,  -- sum
  primary key (tenant_id, service, route, grain, bucket_at)
);
create index requests_by_age on telemetry.requests (grain, bucket_at);
call core.protect_table('telemetry.requests');

-- Histogram of the latency of requests per bucket of time.
create table telemetry.latencies (
  tenant_id text not null,  -- always tnt_platform
  service   text not null,
  route     text not null,
  grain     text not null check (grain in ('minute', 'hour')),
  bucket_at timestamptz not null,
  bin       int not null,  -- four bins for each doubling of the latency, from 1 ms
  requests  bigint not null,
  primary key (tenant_id, service, route, grain, bucket_at, bin)
);
create index latencies_by_age on telemetry.latencies (grain, bucket_at);
call core.protect_table('telemetry.latencies');

-- The last failed requests of each route.
create table telemetry.failures (
  tenant_id   text not null,  -- always tnt_platform
  failure_id  bigint generated always as identity,
  service     text not null,
  route       text not null,
  trace_id    text not null,
  span_id     text not null,
  failed_at   timestamptz not null,
  duration_ms double precision not null,
  message     text not null,
  primary key (tenant_id, failure_id)
);
create index failures_in_order on telemetry.failures (tenant_id, service, route, failure_id desc);
create index failures_by_age on telemetry.failures (failed_at);
call core.protect_table('telemetry.failures');

-- Number of log records per hour.
create table telemetry.logs (
  tenant_id text not null,  -- always tnt_platform
  service   text not null,
  severity  text not null check (severity in ('trace', 'debug', 'info', 'warning', 'error', 'fatal')),
  bucket_at timestamptz not null,
  records   bigint not null,
  primary key (tenant_id, service, severity, bucket_at)
);
create index logs_by_age on telemetry.logs (bucket_at);
call core.protect_table('telemetry.logs');

-- Metrics of services by labels, with the last value. Their number is limited.
create table telemetry.series (
  tenant_id  text not null,  -- always tnt_platform
  series_id  text not null,  -- hash of service, metric, kind and labels
  service    text not null,
  metric     text not null,
  unit       text,
  kind       text not null check (kind in ('gauge', 'total', 'delta', 'mean')),
  labels     jsonb not null,
  last_value double precision not null,
  last_at    timestamptz not null,
  primary key (tenant_id, series_id)
);
create index series_in_order on telemetry.series (tenant_id, service, metric);
call core.protect_table('telemetry.series');
