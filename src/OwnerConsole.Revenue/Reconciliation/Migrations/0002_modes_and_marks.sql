-- Live and test mode of one account can have objects with the same id.
alter table reconciliation.seen_objects
  add column mode text not null default 'live' check (mode in ('live', 'test')),
  drop constraint seen_objects_pkey, add primary key (tenant_id, account_id, object_id, mode);
alter table reconciliation.seen_objects alter column mode drop default;

-- A tenant is checked once nothing has changed for ten seconds, but not much later than its first change.
alter table reconciliation.stale_tenants add column first_marked_at timestamptz not null default now();
