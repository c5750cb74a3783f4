-- Deletions of tenants, scheduled by a run and executed after their waiting period.
create schema deletions;
grant usage on schema deletions to oc_app, oc_console;

-- A deletion is scheduled by a run. Another run can close it until the application was asked; then background work sets the fields of its steps.
create table deletions.deletions (
  tenant_id    text not null,
  deletion_id  text not null,
  reason       text not null,  -- kept as evidence
  waiting_days int not null,
  due_at       timestamptz not null,  -- end of the waiting period
  opened_by    text not null,  -- run that scheduled it
  opened_at    timestamptz not null,
  closed_by    text,  -- run that cancelled it
  closed_at    timestamptz,
  task_id      text,  -- last task of the application; null if it was not asked
  asked_at     timestamptz,  -- when that task was created; null after it failed
  failures     int not null default 0,
  failed_as    text,  -- code of the last failure
  next_at      timestamptz,  -- next attempt after a failure
  deleted_at   timestamptz,  -- when the data was erased
  members      bigint,  -- members whose data was erased with the tenant
  primary key (tenant_id, deletion_id)
);
create unique index deletions_open on deletions.deletions (tenant_id) where closed_by is null;
create index deletions_due on deletions.deletions (due_at) where closed_by is null and deleted_at is null;
create index deletions_in_order on deletions.deletions (opened_at desc, deletion_id desc);
call core.protect_table('deletions.deletions');
