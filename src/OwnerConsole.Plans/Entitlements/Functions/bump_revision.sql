-- Increments the tenant's revision when a credit is closed or reopened early.
-- Spending credits doesn't change the revision, because cached limits remain valid.
create or replace function entitlements.bump_revision() returns trigger language plpgsql as $$
begin
  insert into entitlements.revisions as r (tenant_id, revision) values (new.tenant_id, 1)
  on conflict (tenant_id) do update set revision = r.revision + 1;
  return null;
end $$;

create or replace trigger bump_revisions_on_update after update on entitlements.credits for each row
  when (new.closed_by is distinct from old.closed_by) execute function entitlements.bump_revision();
