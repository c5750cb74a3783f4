-- Increments the platform's revision when plans or features change, so that all tenants resolve their limits again.
create or replace function entitlements.bump_platform_revision() returns trigger language plpgsql as $$
begin
  insert into entitlements.revisions as r (tenant_id, revision) values ('tnt_platform', 1)
  on conflict (tenant_id) do update set revision = r.revision + 1;
  return null;
end $$;

create or replace trigger bump_platform_revision after insert or update or delete on plans.versions for each statement execute function entitlements.bump_platform_revision();
create or replace trigger bump_platform_revision after insert or update or delete on plans.limits for each statement execute function entitlements.bump_platform_revision();
create or replace trigger bump_platform_revision after insert or update or delete on plans.plans for each statement execute function entitlements.bump_platform_revision();
create or replace trigger bump_platform_revision after insert or update or delete on features.features for each statement execute function entitlements.bump_platform_revision();
