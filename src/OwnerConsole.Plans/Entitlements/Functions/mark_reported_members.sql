-- Marks a tenant's usage as stale when a member's role, departure or anonymisation changes, and not when a member is only seen.
create or replace function entitlements.mark_reported_members() returns trigger language plpgsql as $$
begin
  if exists (select from features.features f where f.counts like 'members%' and f.closed_by is null) then
    insert into entitlements.reported_stale (id)
    select distinct n.tenant_id
      from now_rows n join old_rows o using (tenant_id, member_id)
     where (n.role, n.left_at is null, n.anonymised_at is null) is distinct from (o.role, o.left_at is null, o.anonymised_at is null)
     order by 1
    on conflict do nothing;
  end if;
  return null;
end $$;

create or replace trigger mark_reported_up after update on core.members referencing old table as old_rows new table as now_rows for each statement execute function entitlements.mark_reported_members();
