-- Errors that applications report: groups of the same error, what the team decided about them, affected tenants, the last occurrences, and their number per hour.
create schema errors;
grant usage on schema errors to oc_app, oc_console;

-- Occurrences of the same error.
create table errors.groups (
  tenant_id     text not null,  -- always tnt_platform
  group_id      text not null,
  fingerprint   text not null,  -- SHA-256 in hexadecimal
  title         text not null,  -- of the last occurrence, as are culprit and level
  culprit       text,
  level         text not null check (level in ('debug', 'info', 'warning', 'error', 'fatal')),
  first_release text,
  last_release  text,
  first_seen_at timestamptz not null,
  last_seen_at  timestamptz not null,
  events        bigint not null,
  regressed_at  timestamptz,  -- last time it occurred again after it was resolved
  primary key (tenant_id, group_id)
);
create unique index groups_by_fingerprint on errors.groups (tenant_id, fingerprint);
create index groups_in_order on errors.groups (tenant_id, last_seen_at desc, group_id desc);
call core.protect_table('errors.groups');

-- Decisions of the team about an error, each in force while its row is open. An error without an open row is unresolved.
create table errors.decisions (
  tenant_id text not null,  -- always tnt_platform
  group_id  text not null,
  state     text not null check (state in ('resolved', 'ignored')),
  release   text,  -- with the correction: occurrences in releases that were known before don't count as a regression
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  primary key (tenant_id, group_id, opened_by)
);
create unique index decisions_open on errors.decisions (tenant_id, group_id) where closed_by is null;
call core.protect_table('errors.decisions');

-- Releases and environments in which an error occurred. Empty if the application didn't report them.
create table errors.sightings (
  tenant_id     text not null,  -- always tnt_platform
  group_id      text not null,
  release       text not null,
  environment   text not null,
  events        bigint not null,
  first_seen_at timestamptz not null,
  last_seen_at  timestamptz not null,
  primary key (tenant_id, group_id, release, environment)
);
create index sightings_by_age on errors.sightings (last_seen_at);
call core.protect_table('errors.sightings');

-- Known releases.
create table errors.releases (
  tenant_id     text not null,  -- always tnt_platform
  release       text not null,
  first_seen_at timestamptz not null,
  last_seen_at  timestamptz not null,
  primary key (tenant_id, release)
);
call core.protect_table('errors.releases');

-- Tenants for which an error occurred.
create table errors.affected (
  tenant_id     text not null,
  group_id      text not null,
  events        bigint not null,
  first_seen_at timestamptz not null,
  last_seen_at  timestamptz not null,
  primary key (tenant_id, group_id)
);
create index affected_by_group on errors.affected (group_id, last_seen_at desc);
create index affected_by_age on errors.affected (last_seen_at);
call core.protect_table('errors.affected');

-- The last occurrences of an error for each tenant, in the platform's name if no tenant was reported.
create table errors.events (
  tenant_id   text not null,
  event_id    text not null,  -- of the SDK
  group_id    text not null,
  occurred_at timestamptz not null,
  title       text not null,
  level       text not null,
  release     text,
  environment text,
  user_id     text,  -- the application's id
  exceptions  jsonb not null,
  details     jsonb not null,  -- tags, request, contexts and breadcrumbs
  primary key (tenant_id, event_id)
);
create index events_by_group on errors.events (group_id, occurred_at desc);
create index events_to_trim on errors.events (tenant_id, group_id, occurred_at desc, event_id);
create index events_by_age on errors.events (occurred_at);
call core.protect_table('errors.events');

-- Number of occurrences per hour.
create table errors.hours (
  tenant_id text not null,  -- always tnt_platform
  group_id  text not null,
  bucket_at timestamptz not null,  -- start of the hour
  events    bigint not null,
  primary key (tenant_id, group_id, bucket_at)
);
create index hours_by_age on errors.hours (bucket_at);
call core.protect_table('errors.hours');
