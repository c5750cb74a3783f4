-- What is decided about an endpoint stands in rows of its own, opened by a run and closed by a run: its secrets, what it hears, and whether it is told at all.
create table webhooks.secrets (
  tenant_id   text not null,
  endpoint_id text not null,
  opened_by   text not null,              -- the run that made it and showed it once
  secret      bytea not null,             -- sealed
  opened_at   timestamptz not null,
  signs_until timestamptz,                -- after its rotation it signs beside the new one until then
  closed_by   text,
  primary key (tenant_id, endpoint_id, opened_by)
);
-- The owner of the tables is held to row-level security like everybody; here it moves rows of all tenants.
alter table webhooks.endpoints no force row level security;
insert into webhooks.secrets (tenant_id, endpoint_id, opened_by, secret, opened_at)
select tenant_id, endpoint_id, opened_by, secret, opened_at from webhooks.endpoints;
alter table webhooks.endpoints force row level security;
alter table webhooks.endpoints drop column secret;
create unique index secrets_open on webhooks.secrets (tenant_id, endpoint_id) where closed_by is null;
call core.own('webhooks.secrets');

create table webhooks.filters (
  tenant_id   text not null,
  endpoint_id text not null,
  opened_by   text not null,
  events      text[] not null,            -- words, or tenant.* for all of a kind; without a row everything is heard
  opened_at   timestamptz not null,
  closed_by   text,
  primary key (tenant_id, endpoint_id, opened_by)
);
create unique index filters_open on webhooks.filters (tenant_id, endpoint_id) where closed_by is null;
call core.own('webhooks.filters');

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
call core.own('webhooks.disabled');

-- How long an endpoint has answered nothing but failures.
create table webhooks.health (
  tenant_id     text not null,
  endpoint_id   text not null,
  failing_since timestamptz,              -- null after a success
  failures      int not null,             -- since then
  primary key (tenant_id, endpoint_id)
);
call core.own('webhooks.health');

-- What somebody asked to send: a test, or a delivery once more.
create table webhooks.sends (
  tenant_id   text not null,
  delivery_id text not null,
  opened_by   text not null,
  opened_at   timestamptz not null,
  closed_by   text,                       -- the run that took it back in time
  primary key (tenant_id, delivery_id, opened_by)
);
call core.own('webhooks.sends');
