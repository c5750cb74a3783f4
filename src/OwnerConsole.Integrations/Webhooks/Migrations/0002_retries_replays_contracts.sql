-- Retry schedules of endpoints, replays of a period, and the schemas that receivers expect.
alter table webhooks.settings
  add column retry        text not null default 'standard' check (retry in ('standard', 'quick', 'patient', 'custom')),
  add column retry_delays int[];  -- custom schedule in seconds; null for a preset

-- Replays of a period to an endpoint, and their progress.
create table webhooks.replays (
  tenant_id   text not null,  -- always tnt_platform
  endpoint_id text not null,
  opened_by   text not null,  -- run that requested it
  opened_at   timestamptz not null,
  closed_by   text,  -- run that stopped it
  range_start timestamptz not null,
  range_end   timestamptz not null,
  scope       text not null check (scope in ('undelivered', 'all')),
  events      text[] not null,  -- requested event types; empty for all that the endpoint receives
  found       int not null,  -- number of events when it was requested
  queued      int not null default 0,  -- number of events queued for delivery so far
  queued_at   timestamptz,  -- last chunk
  after_at    timestamptz not null,  -- time and id of the last log entry that was examined
  after_id    bigint not null default 0,
  ended_at    timestamptz,  -- all events were queued and their deliveries have ended
  primary key (tenant_id, endpoint_id, opened_by)
);
create unique index replays_open on webhooks.replays (tenant_id, endpoint_id) where closed_by is null and ended_at is null;
call core.protect_table('webhooks.replays');
create policy platforms on webhooks.replays for select to oc_bound using (tenant_id = 'tnt_platform');
create index manual_retries_by_run on webhooks.manual_retries (opened_by, opened_at);

-- JSON Schema that the receiver of an endpoint expects of an event type.
create table webhooks.contracts (
  tenant_id   text not null,  -- always tnt_platform
  endpoint_id text not null,
  event       text not null,
  opened_by   text not null,  -- run that set it
  schema      text not null,
  opened_at   timestamptz not null,
  closed_by   text,  -- run that replaced or removed it
  primary key (tenant_id, endpoint_id, event, opened_by)
);
create unique index contracts_open on webhooks.contracts (tenant_id, endpoint_id, event) where closed_by is null;
call core.protect_table('webhooks.contracts');
create policy platforms on webhooks.contracts for select to oc_bound using (tenant_id = 'tnt_platform');
