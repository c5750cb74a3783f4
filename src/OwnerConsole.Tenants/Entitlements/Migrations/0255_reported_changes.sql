-- A tenant is counted again only when something changed that its features count: not when a member was seen, and days only where sessions or meters are counted.
create or replace function entitlements.mark_reported() returns trigger language plpgsql as $$
begin
  if exists (select from features.features f where f.counts like any(tg_argv) and f.counts <> '' and f.closed_by is null) then
    insert into entitlements.reported_stale (id)
    select distinct tenant_id from changed where tenant_id <> 'tnt_platform' order by tenant_id on conflict do nothing;
  end if;
  return null;
end $$;

create function entitlements.mark_reported_members() returns trigger language plpgsql as $$
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

do $$
declare
  which text;
begin
  foreach which in array array['core.members', 'core.tenant_days', 'entitlements.revisions'] loop
    execute format('drop trigger mark_reported_in on %s', which);
    execute format('drop trigger mark_reported_up on %s', which);
  end loop;
  drop trigger mark_reported_out on core.members;
  drop trigger mark_reported_out on core.tenant_days;
end $$;

create trigger mark_reported_in after insert on core.members referencing new table as changed for each statement execute function entitlements.mark_reported('members%');
create trigger mark_reported_up after update on core.members referencing old table as old_rows new table as now_rows for each statement execute function entitlements.mark_reported_members();
create trigger mark_reported_out after delete on core.members referencing old table as changed for each statement execute function entitlements.mark_reported('members%');
create trigger mark_reported_in after insert on core.merges referencing new table as changed for each statement execute function entitlements.mark_reported('members%');
create trigger mark_reported_up after update on core.merges referencing new table as changed for each statement execute function entitlements.mark_reported('members%');
create trigger mark_reported_out after delete on core.merges referencing old table as changed for each statement execute function entitlements.mark_reported('members%');
create trigger mark_reported_in after insert on core.tenant_days referencing new table as changed for each statement execute function entitlements.mark_reported('sessions', 'meter:%');
create trigger mark_reported_up after update on core.tenant_days referencing new table as changed for each statement execute function entitlements.mark_reported('sessions', 'meter:%');
create trigger mark_reported_out after delete on core.tenant_days referencing old table as changed for each statement execute function entitlements.mark_reported('sessions', 'meter:%');
create trigger mark_reported_in after insert on entitlements.revisions referencing new table as changed for each statement execute function entitlements.mark_reported('_%');
create trigger mark_reported_up after update on entitlements.revisions referencing new table as changed for each statement execute function entitlements.mark_reported('_%');
