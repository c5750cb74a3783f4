-- Tables of Backups.
create schema backups;
grant usage on schema backups to oc_app, oc_console;

create table backups.settings (
  tenant_id text not null,  -- the platform
  opened_by text not null,  -- the run that set them
  address   text not null,
  key_id    text,  -- of a bucket's access key
  secret    bytea,  -- sealed
  hour      int not null,  -- of the day, UTC, at which one is made
  opened_at timestamptz not null,
  closed_by text,
  primary key (tenant_id, opened_by)
);
create unique index settings_open on backups.settings (tenant_id) where closed_by is null;
call core.protect_table('backups.settings');

create table backups.backups (
  tenant_id text not null,  -- the platform
  backup_id text not null,
  requested_by  text not null,  -- a run, schedule or command
  requested_at  timestamptz not null,
  state     text not null check (state in ('requested', 'creating', 'verifying', 'verified', 'failed')),
  address   text,  -- where it lies; null before it is begun
  why       text,  -- it failed
  started_at  timestamptz,
  created_at   timestamptz,
  verified_at  timestamptz,
  bytes     bigint,
  verification_ms  bigint,  -- from the first byte read to a database that was looked at
  tenants   bigint,  -- found in the restored copy
  members   bigint,
  runs      bigint,
  lines     bigint,
  primary key (tenant_id, backup_id)
);
create index backups_by_time on backups.backups (requested_at);
create unique index backups_in_progress on backups.backups (tenant_id) where state in ('requested', 'creating', 'verifying');
call core.protect_table('backups.backups');
