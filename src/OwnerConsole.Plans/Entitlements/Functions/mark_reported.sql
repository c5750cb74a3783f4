-- Marks a tenant's usage as stale when data that its features count has changed.
-- Member activity doesn't count; days matter only when a feature counts sessions or meters.
create or replace function entitlements.mark_reported() returns trigger language plpgsql as $$
begin
  if exists (select from features.features f where f.counts like any(tg_argv) and f.counts <> '' and f.closed_by is null) then
    insert into entitlements.reported_stale (id)
    select distinct tenant_id from changed where tenant_id <> 'tnt_platform' order by tenant_id on conflict do nothing;
  end if;
  return null;
end $$;

create or replace trigger mark_reported_in after insert on core.members referencing new table as changed for each statement execute function entitlements.mark_reported('members%');
create or replace trigger mark_reported_out after delete on core.members referencing old table as changed for each statement execute function entitlements.mark_reported('members%');
create or replace trigger mark_reported_in after insert on core.tenant_days referencing new table as changed for each statement execute function entitlements.mark_reported('sessions', 'meter:%');
create or replace trigger mark_reported_up after update on core.tenant_days referencing new table as changed for each statement execute function entitlements.mark_reported('sessions', 'meter:%');
create or replace trigger mark_reported_out after delete on core.tenant_days referencing old table as changed for each statement execute function entitlements.mark_reported('sessions', 'meter:%');
create or replace trigger mark_reported_in after insert on entitlements.revisions referencing new table as changed for each statement execute function entitlements.mark_reported('_%');
create or replace trigger mark_reported_up after update on entitlements.revisions referencing new table as changed for each statement execute function entitlements.mark_reported('_%');
create or replace trigger mark_reported_in after insert on core.merges referencing new table as changed for each statement execute function entitlements.mark_reported('members%');
create or replace trigger mark_reported_up after update on core.merges referencing new table as changed for each statement execute function entitlements.mark_reported('members%');
create or replace trigger mark_reported_out after delete on core.merges referencing old table as changed for each statement execute function entitlements.mark_reported('members%');
