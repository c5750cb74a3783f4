-- Legal holds on tenants and members, the number of rows that each retention policy deleted per day, and runs that people requested.

-- A hold is in force while its row is open and its last day has not passed. Its rows are not deleted by retention, and its subject is not anonymised.
create table core.legal_holds (
  tenant_id   text not null,  -- tenant on hold, or of the member on hold
  hold_id     text not null,
  member_id   text,  -- null for a hold on the whole tenant
  matter      text not null,  -- name of the case
  reason      text not null,
  ends_at     timestamptz,  -- end of the last day; null until it is released
  opened_by   text not null,
  opened_at   timestamptz not null,
  closed_by   text,
  closed_at   timestamptz,
  released_as text,  -- why it was released
  primary key (tenant_id, hold_id)
);
create index legal_holds_in_order on core.legal_holds (opened_at desc, hold_id desc);
create index legal_holds_open on core.legal_holds (tenant_id) where closed_by is null;
call core.protect_table('core.legal_holds');
create policy in_force on core.legal_holds for select to oc_owner using (true);  -- core.has_legal_hold() sees the holds of all tenants, which a transaction that deletes can't

-- Evidence of deletion: number of rows that a policy deleted on a day. It is written in the transaction that deletes.
create table core.retention_days (
  tenant_id  text not null,  -- always tnt_platform
  policy     text not null,
  day        date not null,  -- in UTC
  deleted    bigint not null,
  batches    int not null,
  deleted_at timestamptz not null,  -- end of the last batch
  primary key (tenant_id, policy, day)
);
create index retention_days_in_order on core.retention_days (day desc, policy);
call core.protect_table('core.retention_days');

-- Runs of a policy that a person or key requested.
create table core.retention_requests (
  tenant_id text not null,  -- always tnt_platform
  policy    text not null,
  opened_by text not null,
  opened_at timestamptz not null,
  primary key (tenant_id, policy, opened_by)
);
call core.protect_table('core.retention_requests');
