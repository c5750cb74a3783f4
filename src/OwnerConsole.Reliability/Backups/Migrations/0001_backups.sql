--# WHY
create schema backups;
grant usage on schema backups to oc_app, oc_console;

create table backups.settings (
  tenant_id text not null,  --# the platform
  opened_by text not null,  --# the run that set them
  address   text not null,
  key_id    text,  --# of a bucket's access key
  secret    bytea,  --# sealed
  hour      int not null,  --# of the day, UTC, at which one is made
  opened_at timestamptz not null,
  closed_by text,
  primary key (tenant_id, opened_by)
);
create unique index settings_open on backups.settings (tenant_id) where closed_by is null;
call core.own('backups.settings');

create table backups.backups (
  tenant_id text not null,  --# the platform
  backup_id text not null,
  asked_by  text not null,  --# a run, schedule or command
  asked_at  timestamptz not null,
  state     text not null check (state in ('asked', 'making', 'trying', 'good', 'failed')),
  address   text,  --# where it lies; null before it is begun
  why       text,  --# it failed
  began_at  timestamptz,
  made_at   timestamptz,
  tried_at  timestamptz,
  bytes     bigint,
  trial_ms  bigint,  --# from the first byte read to a database that was looked at
  tenants   bigint,  --# found in the restored copy
  members   bigint,
  runs      bigint,
  lines     bigint,
  primary key (tenant_id, backup_id)
);
create index backups_by_time on backups.backups (asked_at);
create unique index backups_under_way on backups.backups (tenant_id) where state in ('asked', 'making', 'trying');
call core.own('backups.backups');
