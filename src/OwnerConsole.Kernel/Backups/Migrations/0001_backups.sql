-- Restores of the database, and the ledger of erasures that must be repeated after a restore.

-- One restore. Nothing is sent from a restored database until a team member has checked it and resumed sending.
create table core.restores (
  restored_at timestamptz primary key,
  backup_id   text not null,
  backup_at   timestamptz not null,
  target      text not null,  -- a time, a restore point or the latest state
  closed_by   text  -- run that resumed sending, or id of the next restored backup
);
create unique index restores_open on core.restores ((true)) where closed_by is null;
call core.protect_global_table('core.restores');
grant select on core.restores to oc_bound, oc_console;

-- One erasure, so that it can be repeated when an older backup is restored. Contains ids only;
-- the same entries are kept in a file outside the database.
create table core.erasures (
  tenant_id  text not null,
  erasure_id text not null,
  what       text not null,  -- kind of subject, such as member
  subject    text not null,
  erased_at  timestamptz not null,
  copied_at  timestamptz,  -- when copied to the file; null means not yet
  primary key (tenant_id, erasure_id)
);
create index erasures_to_copy on core.erasures (erased_at) where copied_at is null;
call core.protect_table('core.erasures');
