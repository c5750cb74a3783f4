-- Probes: regular checks of services, their current state, and how often and how fast they answered.
create schema probes;
grant usage on schema probes to oc_app, oc_console;

-- A version of a probe. The row that is open is the current one; a probe without an open row is removed.
create table probes.probes (
  tenant_id           text not null,  -- always tnt_platform
  probe_id            text not null,
  kind                text not null check (kind in ('http', 'tcp', 'tls', 'dns', 'postgresql', 'redis', 'smtp', 'heartbeat', 'status_page')),
  name                text not null,
  target              text not null,  -- URL, host and port, or host name; empty for heartbeats
  secret              bytea,  -- encrypted: connection string of PostgreSQL, or password of Redis
  token_hash          bytea,  -- SHA-256 of the token in the address of a heartbeat
  interval_seconds    int not null check (interval_seconds >= 10),
  timeout_seconds     int not null check (timeout_seconds > 0),  -- of a heartbeat: how late a call can be
  failures_until_down int not null check (failures_until_down > 0),
  successes_until_up  int not null check (successes_until_up > 0),
  status_from         int,  -- accepted HTTP statuses
  status_to           int,
  expected_text       text,  -- in the body of a page, or one of the addresses of a name
  warn_days           int,  -- a certificate that expires sooner is a warning
  allows_untrusted    boolean not null default false,  -- certificates that this machine doesn't trust
  opened_by           text not null,
  opened_at           timestamptz not null,
  closed_by           text,
  primary key (tenant_id, probe_id, opened_by)
);
create unique index probes_open on probes.probes (tenant_id, probe_id) where closed_by is null;
create unique index probes_by_token on probes.probes (token_hash) where closed_by is null and token_hash is not null;
call core.protect_table('probes.probes');

-- A probe is paused while a row is open. It is not checked.
create table probes.pauses (
  tenant_id text not null,  -- always tnt_platform
  probe_id  text not null,
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  closed_at timestamptz,
  primary key (tenant_id, probe_id, opened_by)
);
create unique index pauses_open on probes.pauses (tenant_id, probe_id) where closed_by is null;
call core.protect_table('probes.pauses');

-- Checks that a person has requested and that have no result yet.
create table probes.requests (
  tenant_id    text not null,  -- always tnt_platform
  probe_id     text not null,
  run_id       text not null,
  requested_at timestamptz not null,
  primary key (tenant_id, probe_id)
);
call core.protect_table('probes.requests');

-- The state of each probe after its last check.
create table probes.states (
  tenant_id  text not null,  -- always tnt_platform
  probe_id   text not null,
  state      text not null check (state in ('up', 'degraded', 'down', 'unknown')),
  since      timestamptz,
  candidate  text check (candidate in ('up', 'degraded', 'down')),  -- state that it changes to when enough checks agree
  streak     int not null default 0,  -- consecutive checks that agree
  checked_at timestamptz,
  called_at  timestamptz,  -- last call of a heartbeat
  latency_ms int,
  problem    text,  -- of the last check; null if there was none
  primary key (tenant_id, probe_id)
);
call core.protect_table('probes.states');

-- Changes of the state of probes.
create table probes.state_changes (
  tenant_id  text not null,  -- always tnt_platform
  change_id  bigint generated always as identity,
  probe_id   text not null,
  changed_at timestamptz not null,
  state      text not null check (state in ('up', 'degraded', 'down')),
  problem    text,
  primary key (tenant_id, change_id)
);
create index state_changes_in_order on probes.state_changes (tenant_id, probe_id, change_id desc);
create index state_changes_by_age on probes.state_changes (changed_at);
call core.protect_table('probes.state_changes');

-- Number of checks per bucket of time.
create table probes.rollups (
  tenant_id text not null,  -- always tnt_platform
  probe_id  text not null,
  grain     text not null check (grain in ('minute', 'five_minutes', 'hour')),
  bucket_at timestamptz not null,  -- start of the bucket
  ok        bigint not null,  -- includes checks with a warning
  failed    bigint not null,
  primary key (tenant_id, probe_id, grain, bucket_at)
);
create index rollups_by_age on probes.rollups (grain, bucket_at);
call core.protect_table('probes.rollups');

-- Histogram of the latency of successful checks per bucket of time.
create table probes.latencies (
  tenant_id text not null,  -- always tnt_platform
  probe_id  text not null,
  grain     text not null check (grain in ('minute', 'five_minutes', 'hour')),
  bucket_at timestamptz not null,
  bin       int not null,  -- four bins for each doubling of the latency, from 1 ms
  checks    bigint not null,
  primary key (tenant_id, probe_id, grain, bucket_at, bin)
);
create index latencies_by_age on probes.latencies (grain, bucket_at);
call core.protect_table('probes.latencies');
