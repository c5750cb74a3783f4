-- Tables of Webhooks.
create schema webhooks;
grant usage on schema webhooks to oc_app, oc_console;

create table webhooks.endpoints (
  tenant_id   text not null,  -- the platform: an endpoint hears of all its tenants
  endpoint_id text not null,
  url         text not null,
  mode  text not null check (mode in ('live', 'test')),
  opened_by   text not null,  -- the run
  opened_at   timestamptz not null,
  closed_by   text,  -- the run that removed it
  primary key (tenant_id, endpoint_id)
);
call core.protect_table('webhooks.endpoints');
create policy platforms on webhooks.endpoints for select to oc_bound using (tenant_id = 'tnt_platform');

create table webhooks.deliveries (
  tenant_id   text not null,  -- whom the event is about
  delivery_id text not null,
  endpoint_id text not null,
  event_id    text not null,  -- the same in every attempt
  event       text not null,
  body        text not null,  -- exactly what is signed and sent
  state       text not null check (state in ('pending', 'succeeded', 'failed')),
  attempts    int not null default 0,
  created_at     timestamptz not null,
  ended_at    timestamptz,
  primary key (tenant_id, delivery_id)
);
create index deliveries_by_endpoint on webhooks.deliveries (endpoint_id, created_at desc, delivery_id desc);
create index deliveries_by_age on webhooks.deliveries (created_at desc, delivery_id desc);
create index deliveries_not_succeeded on webhooks.deliveries (state, created_at desc, delivery_id desc) where state <> 'succeeded';
create index deliveries_by_tenant on webhooks.deliveries (tenant_id, created_at desc, delivery_id desc);
create index deliveries_by_event on webhooks.deliveries (event, created_at desc, delivery_id desc);
create index deliveries_by_id on webhooks.deliveries (delivery_id);
create index deliveries_by_event_id on webhooks.deliveries (event_id);
call core.protect_table('webhooks.deliveries');

create table webhooks.attempts (
  tenant_id   text not null,
  delivery_id text not null,
  attempt     int not null,
  at          timestamptz not null,
  took_ms     int not null,
  status      int,  -- of the answer; null when there was none
  fault       text,  -- in words, when there was none
  primary key (tenant_id, delivery_id, attempt)
);
call core.protect_table('webhooks.attempts');

-- What is decided about an endpoint stands in rows of its own, opened by a run and closed by a run: its secrets, what it hears, and whether it is told at all.
create table webhooks.secrets (
  tenant_id   text not null,
  endpoint_id text not null,
  opened_by   text not null,  -- the run that made it and showed it once
  secret      bytea not null,  -- sealed
  opened_at   timestamptz not null,
  signs_until timestamptz,  -- after its rotation it signs beside the new one until then
  closed_by   text,
  primary key (tenant_id, endpoint_id, opened_by)
);
create unique index secrets_open on webhooks.secrets (tenant_id, endpoint_id) where closed_by is null;
call core.protect_table('webhooks.secrets');

create table webhooks.filters (
  tenant_id   text not null,
  endpoint_id text not null,
  opened_by   text not null,
  events      text[] not null,  -- words, or tenant.* for all of a kind; without a row everything is heard
  opened_at   timestamptz not null,
  closed_by   text,
  primary key (tenant_id, endpoint_id, opened_by)
);
create unique index filters_open on webhooks.filters (tenant_id, endpoint_id) where closed_by is null;
call core.protect_table('webhooks.filters');
create policy platforms on webhooks.filters for select to oc_bound using (tenant_id = 'tnt_platform');

create table webhooks.disabled (
  tenant_id   text not null,
  endpoint_id text not null,
  opened_by   text not null,
  cause       text not null check (cause in ('paused', 'gone', 'failing')),
  opened_at   timestamptz not null,
  closed_by   text,
  primary key (tenant_id, endpoint_id, opened_by)
);
create unique index disabled_open on webhooks.disabled (tenant_id, endpoint_id) where closed_by is null;
call core.protect_table('webhooks.disabled');
create policy platforms on webhooks.disabled for select to oc_bound using (tenant_id = 'tnt_platform');

-- How long an endpoint has answered nothing but failures.
create table webhooks.health (
  tenant_id     text not null,
  endpoint_id   text not null,
  failing_since timestamptz,  -- null after a success
  failures      int not null,  -- since then
  delivered_at  timestamptz,  -- when it last accepted one; null before the first
  primary key (tenant_id, endpoint_id)
);
call core.protect_table('webhooks.health');
create policy platforms on webhooks.health for select to oc_bound using (tenant_id = 'tnt_platform');

-- What somebody asked to send: a test, or a delivery once more.
create table webhooks.manual_retries (
  tenant_id   text not null,
  delivery_id text not null,
  opened_by   text not null,
  opened_at   timestamptz not null,
  closed_by   text,  -- the run that took it back in time
  was_due     timestamptz,  -- null for what was put into its lane anew
  primary key (tenant_id, delivery_id, opened_by)
);
call core.protect_table('webhooks.manual_retries');

-- The URL and the delivery order of an endpoint can change while its secret stays.
create table webhooks.settings (
  tenant_id     text not null,
  endpoint_id   text not null,
  opened_by     text not null,  -- run that changed them
  url           text not null,
  max_in_flight int not null,  -- 1 keeps strict order
  opened_at     timestamptz not null,
  closed_by     text,
  primary key (tenant_id, endpoint_id, opened_by)
);
create unique index settings_open on webhooks.settings (tenant_id, endpoint_id) where closed_by is null;
call core.protect_table('webhooks.settings');
create policy platforms on webhooks.settings for select to oc_bound using (tenant_id = 'tnt_platform');
