-- What each tenant may use, what it has used, and what was claimed. A limit is held by one row of a period: a claim adds to it where it fits, and nobody reads first and writes then.
create schema entitlements;
grant usage on schema entitlements to oc_app, oc_console;

-- Instead of what its plans say, until a moment or for good.
create table entitlements.overrides (
  tenant_id   text not null,
  override_id text not null,             -- the same when it comes back
  opened_by   text not null,             -- the run that decided it
  feature     text not null,             -- its key
  allows      text not null,             -- on, off, unlimited, a number or a value
  until_at    timestamptz,               -- from then on it is over, without anybody closing it; null for no end
  reason      text,                      -- in the owner's words; null once the tenant is anonymised
  opened_at   timestamptz not null,
  closed_by   text,
  closed_at   timestamptz,
  primary key (tenant_id, opened_by, feature)
);
create index overrides_open on entitlements.overrides (tenant_id, feature) where closed_by is null;
call core.own('entitlements.overrides');

-- What a feature has been used in one period, and what claims are held against. The limit is a copy, good until limit_until while the revision is the tenant's and the platform's together.
create table entitlements.usage (
  tenant_id    text not null,
  feature      text not null,
  period_start timestamptz not null,
  period_end   timestamptz not null,
  kind         text not null,            -- of the feature, and how fine its amounts are: what a claim needs to know without looking further
  decimals     int not null,
  used         numeric(24, 6) not null default 0 check (used >= 0),
  reserved     numeric(24, 6) not null default 0 check (reserved >= 0),
  allows       numeric(24, 6),           -- as it was granted; null for unlimited
  ceiling      numeric(24, 6),           -- what claims are held against: the same, or more where more is allowed; null for no end
  limit_until  timestamptz not null,
  revision     bigint not null,
  primary key (tenant_id, feature, period_start)
) with (fillfactor = 50);
call core.own('entitlements.usage');

-- Grows with whatever may change what a tenant may use; the platform's own row with what may change it for all.
create table entitlements.revisions (
  tenant_id text primary key,
  revision  bigint not null
) with (fillfactor = 50);
call core.own('entitlements.revisions');

-- What was granted under a key of the caller's, so that it is granted once however often it is asked.
create table entitlements.claims (
  tenant_id    text not null,
  claim_key    text not null,
  feature      text not null,
  amount       numeric(24, 6) not null,
  period_start timestamptz not null,     -- of the row it was added to
  at           timestamptz not null,
  primary key (tenant_id, claim_key)
);
create index claims_by_age on entitlements.claims using brin (at);
call core.own('entitlements.claims');

-- Whoever changes what is granted need not know of this; whoever claims finds that the revision has moved on.
create function entitlements.tenants_moved() returns trigger language plpgsql as $$
begin
  insert into entitlements.revisions as r (tenant_id, revision)
  select distinct tenant_id, 1 from changed order by tenant_id
  on conflict (tenant_id) do update set revision = r.revision + 1;
  return null;
end $$;
create function entitlements.all_moved() returns trigger language plpgsql as $$
begin
  insert into entitlements.revisions as r (tenant_id, revision) values ('tnt_platform', 1)
  on conflict (tenant_id) do update set revision = r.revision + 1;
  return null;
end $$;
create trigger moved_on_insert after insert on core.plan_items referencing new table as changed for each statement execute function entitlements.tenants_moved();
create trigger moved_on_update after update on core.plan_items referencing new table as changed for each statement execute function entitlements.tenants_moved();
create trigger moved_on_delete after delete on core.plan_items referencing old table as changed for each statement execute function entitlements.tenants_moved();
create trigger moved_on_insert after insert on grants.grants referencing new table as changed for each statement execute function entitlements.tenants_moved();
create trigger moved_on_update after update on grants.grants referencing new table as changed for each statement execute function entitlements.tenants_moved();
create trigger moved_on_insert after insert on entitlements.overrides referencing new table as changed for each statement execute function entitlements.tenants_moved();
create trigger moved_on_update after update on entitlements.overrides referencing new table as changed for each statement execute function entitlements.tenants_moved();
create trigger moved after insert or update or delete on plans.terms for each statement execute function entitlements.all_moved();
create trigger moved after insert or update or delete on plans.limits for each statement execute function entitlements.all_moved();
create trigger moved after insert or update or delete on plans.plans for each statement execute function entitlements.all_moved();
create trigger moved after insert or update or delete on features.features for each statement execute function entitlements.all_moved();
