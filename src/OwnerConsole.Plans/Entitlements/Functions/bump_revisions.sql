-- Increments a tenant's revision when its plans, grants, overrides or credits change, so that claims resolve the limit again.
create or replace function entitlements.bump_revisions() returns trigger language plpgsql as $$
begin
  insert into entitlements.revisions as r (tenant_id, revision)
  select distinct tenant_id, 1 from changed order by tenant_id
  on conflict (tenant_id) do update set revision = r.revision + 1;
  return null;
end $$;

create or replace trigger bump_revisions_on_insert after insert on core.plan_items referencing new table as changed for each statement execute function entitlements.bump_revisions();
create or replace trigger bump_revisions_on_update after update on core.plan_items referencing new table as changed for each statement execute function entitlements.bump_revisions();
create or replace trigger bump_revisions_on_delete after delete on core.plan_items referencing old table as changed for each statement execute function entitlements.bump_revisions();
create or replace trigger bump_revisions_on_insert after insert on grants.grants referencing new table as changed for each statement execute function entitlements.bump_revisions();
create or replace trigger bump_revisions_on_update after update on grants.grants referencing new table as changed for each statement execute function entitlements.bump_revisions();
create or replace trigger bump_revisions_on_insert after insert on entitlements.overrides referencing new table as changed for each statement execute function entitlements.bump_revisions();
create or replace trigger bump_revisions_on_update after update on entitlements.overrides referencing new table as changed for each statement execute function entitlements.bump_revisions();
create or replace trigger bump_revisions_on_insert after insert on entitlements.credits referencing new table as changed for each statement execute function entitlements.bump_revisions();
