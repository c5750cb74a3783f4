-- Tenants whose members, sessions, meters or plans changed since the use of their features was counted from them.
create table entitlements.reported_stale (
  id text primary key                     -- of the tenant; a row is removed before its tenant is looked at
);
call core.own_global('entitlements.reported_stale');
grant select on entitlements.reported_stale to oc_console;

-- Revision of plans and features that all tenants were counted for.
create table entitlements.reported_counted (
  one      boolean primary key default true check (one),
  revision bigint not null
);
insert into entitlements.reported_counted (revision) values (0);
call core.own_global('entitlements.reported_counted');
grant select on entitlements.reported_counted to oc_console;

create function entitlements.mark_reported() returns trigger language plpgsql as $$
begin
  if exists (select from features.features f where f.counts <> '' and f.closed_by is null) then
    insert into entitlements.reported_stale (id)
    select distinct tenant_id from changed where tenant_id <> 'tnt_platform' order by tenant_id on conflict do nothing;
  end if;
  return null;
end $$;
create trigger mark_reported_in after insert on core.members referencing new table as changed for each statement execute function entitlements.mark_reported();
create trigger mark_reported_up after update on core.members referencing new table as changed for each statement execute function entitlements.mark_reported();
create trigger mark_reported_out after delete on core.members referencing old table as changed for each statement execute function entitlements.mark_reported();
create trigger mark_reported_in after insert on core.tenant_days referencing new table as changed for each statement execute function entitlements.mark_reported();
create trigger mark_reported_up after update on core.tenant_days referencing new table as changed for each statement execute function entitlements.mark_reported();
create trigger mark_reported_out after delete on core.tenant_days referencing old table as changed for each statement execute function entitlements.mark_reported();
create trigger mark_reported_in after insert on entitlements.revisions referencing new table as changed for each statement execute function entitlements.mark_reported();
create trigger mark_reported_up after update on entitlements.revisions referencing new table as changed for each statement execute function entitlements.mark_reported();
