-- Who is told, what they were told, and every attempt to tell them.
create schema webhooks;
grant usage on schema webhooks to oc_app, oc_console;

create table webhooks.endpoints (
  tenant_id   text not null,              -- the platform: an endpoint hears of all its tenants
  endpoint_id text not null,
  url         text not null,
  population  text not null check (population in ('live', 'demo')),
  secret      bytea not null,             -- sealed; the run that made it showed it once
  opened_by   text not null,              -- the run
  opened_at   timestamptz not null,
  closed_by   text,                       -- the run that removed it
  primary key (tenant_id, endpoint_id)
);
call core.own('webhooks.endpoints');

create table webhooks.deliveries (
  tenant_id    text not null,             -- whom the event is about
  delivery_id  text not null,
  endpoint_id  text not null,
  event_id     text not null,             -- the same in every attempt
  event        text not null,
  body         text not null,             -- exactly what is signed and sent
  state        text not null check (state in ('pending', 'succeeded', 'failed')),
  attempts     int not null default 0,
  made_at      timestamptz not null,
  ended_at     timestamptz,
  primary key (tenant_id, delivery_id)
);
create index deliveries_by_endpoint on webhooks.deliveries (endpoint_id, made_at desc, delivery_id desc);
create index deliveries_by_age on webhooks.deliveries (made_at desc, delivery_id desc);
call core.own('webhooks.deliveries');

create table webhooks.attempts (
  tenant_id   text not null,
  delivery_id text not null,
  attempt     int not null,
  at          timestamptz not null,
  took_ms     int not null,
  status      int,                        -- of the answer; null when there was none
  fault       text,                       -- in words, when there was none
  primary key (tenant_id, delivery_id, attempt)
);
call core.own('webhooks.attempts');
