-- Webhook endpoints with their secrets and event filters, deliveries and attempts.
create schema webhooks;
grant usage on schema webhooks to oc_app, oc_console;

-- An endpoint receives the events of all tenants of its mode.
create table webhooks.endpoints (
  tenant_id   text not null,  -- always tnt_platform
  endpoint_id text not null,
  url         text not null,
  mode        text not null check (mode in ('live', 'test')),
  opened_by   text not null,  -- run that added it
  opened_at   timestamptz not null,
  closed_by   text,  -- run that removed it
  primary key (tenant_id, endpoint_id)
);
call core.protect_table('webhooks.endpoints');
create policy platforms on webhooks.endpoints for select to oc_bound using (tenant_id = 'tnt_platform');

-- One event for one endpoint.
create table webhooks.deliveries (
  tenant_id   text not null,  -- tenant the event is about
  delivery_id text not null,
  endpoint_id text not null,
  event_id    text not null,  -- the same in every attempt
  event       text not null,
  body        text not null,  -- exact text that is signed and sent
  state       text not null check (state in ('pending', 'succeeded', 'failed')),
  attempts    int not null default 0,
  created_at  timestamptz not null,
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
  status      int,  -- HTTP status of the response; null without a response
  fault       text,  -- error message; null after a response
  primary key (tenant_id, delivery_id, attempt)
);
call core.protect_table('webhooks.attempts');

-- Secrets, filters and pauses of an endpoint are separate rows, each opened and closed by a run, so that each change can be undone.
create table webhooks.secrets (
  tenant_id   text not null,
  endpoint_id text not null,
  opened_by   text not null,  -- run that created the secret and showed it once
  secret      bytea not null,  -- encrypted
  opened_at   timestamptz not null,
  signs_until timestamptz,  -- after rotation, also signs with the new secret until then
  closed_by   text,
  primary key (tenant_id, endpoint_id, opened_by)
);
create unique index secrets_open on webhooks.secrets (tenant_id, endpoint_id) where closed_by is null;
call core.protect_table('webhooks.secrets');

-- Subscribed event types. An endpoint without an open row receives all events.
create table webhooks.filters (
  tenant_id   text not null,
  endpoint_id text not null,
  opened_by   text not null,
  events      text[] not null,  -- event types; tenant.* matches all events with that prefix
  opened_at   timestamptz not null,
  closed_by   text,
  primary key (tenant_id, endpoint_id, opened_by)
);
create unique index filters_open on webhooks.filters (tenant_id, endpoint_id) where closed_by is null;
call core.protect_table('webhooks.filters');
create policy platforms on webhooks.filters for select to oc_bound using (tenant_id = 'tnt_platform');

-- Endpoints that receive no deliveries while a row is open.
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

-- Current failure streak of an endpoint.
create table webhooks.health (
  tenant_id     text not null,
  endpoint_id   text not null,
  failing_since timestamptz,  -- null after a success
  failures      int not null,  -- since failing_since
  delivered_at  timestamptz,  -- last success; null before the first
  primary key (tenant_id, endpoint_id)
);
call core.protect_table('webhooks.health');
create policy platforms on webhooks.health for select to oc_bound using (tenant_id = 'tnt_platform');

-- A test event or a retry that a team member requested.
create table webhooks.manual_retries (
  tenant_id   text not null,
  delivery_id text not null,
  opened_by   text not null,
  opened_at   timestamptz not null,
  closed_by   text,  -- run that undid it before the delivery was sent
  was_due     timestamptz,  -- previous due time; null when the delivery was queued again
  primary key (tenant_id, delivery_id, opened_by)
);
call core.protect_table('webhooks.manual_retries');

-- URL and delivery order of an endpoint can change without a new secret.
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
