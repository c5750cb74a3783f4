-- Backup settings, and backups with the results of their verification.
create schema backups;
grant usage on schema backups to oc_app, oc_console;

-- Storage and schedule. Each change adds a row and closes the previous one.
create table backups.settings (
  tenant_id text not null,  -- always tnt_platform
  opened_by text not null,  -- run that saved the settings
  address   text not null,
  key_id    text,  -- access key id of the bucket
  secret    bytea,  -- encrypted
  hour      int not null,  -- UTC hour of the daily backup
  opened_at timestamptz not null,
  closed_by text,
  primary key (tenant_id, opened_by)
);
create unique index settings_open on backups.settings (tenant_id) where closed_by is null;
call core.protect_table('backups.settings');

-- At most one backup is in progress. The counts come from the restored copy.
create table backups.backups (
  tenant_id       text not null,  -- always tnt_platform
  backup_id       text not null,
  requested_by    text not null,  -- a run, schedule or command
  requested_at    timestamptz not null,
  state           text not null check (state in ('requested', 'creating', 'verifying', 'verified', 'failed')),
  address         text,  -- storage address; null before the start
  error           text,
  started_at      timestamptz,
  created_at      timestamptz,
  verified_at     timestamptz,
  bytes           bigint,
  verification_ms bigint,  -- from the first byte read to the checked database
  tenants         bigint,
  members         bigint,
  runs            bigint,
  lines           bigint,
  primary key (tenant_id, backup_id)
);
create index backups_by_time on backups.backups (requested_at);
create unique index backups_in_progress on backups.backups (tenant_id) where state in ('requested', 'creating', 'verifying');
call core.protect_table('backups.backups');
