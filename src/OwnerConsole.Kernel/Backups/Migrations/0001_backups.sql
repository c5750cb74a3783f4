-- Tables of Backups.
-- A database that was restored sends nothing until somebody has looked at it, and whoever was erased stays erased.
create table core.restores (
  restored_at timestamptz primary key,
  backup_id   text not null,
  backup_at   timestamptz not null,
  target      text not null,  -- the moment it was restored to: a time, a restore point, or the last
  closed_by   text  -- the run that let it go, or the id of the restore after it
);
create unique index restores_open on core.restores ((true)) where closed_by is null;
call core.protect_global_table('core.restores');
grant select on core.restores to oc_bound, oc_console;

-- What was erased, so that an older copy of the database forgets it again. Ids only; the same lines stand outside of the database.
create table core.erasures (
  tenant_id  text not null,
  erasure_id text not null,
  what       text not null,  -- the kind of thing, such as member
  subject    text not null,
  erased_at  timestamptz not null,
  copied_at  timestamptz,  -- when the line outside was written; null: not yet
  primary key (tenant_id, erasure_id)
);
create index erasures_to_copy on core.erasures (erased_at) where copied_at is null;
call core.protect_table('core.erasures');
