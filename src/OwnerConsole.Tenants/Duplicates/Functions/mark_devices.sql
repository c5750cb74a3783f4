-- Marks members and their tenants to compare again when a device is added or removed, and not when it is only seen again.
create or replace function duplicates.mark_devices() returns trigger language plpgsql as $$
begin
  insert into duplicates.stale as d (tenant_id, id)
  select c.tenant_id, c.member_id from changed c
  union
  select c.tenant_id, c.tenant_id from changed c
   order by 1, 2
  on conflict (tenant_id, id) do update set marks = d.marks + 1;
  return null;
end $$;

create or replace trigger mark_duplicates_in after insert on core.member_devices referencing new table as changed for each statement execute function duplicates.mark_devices();
create or replace trigger mark_duplicates_out after delete on core.member_devices referencing old table as changed for each statement execute function duplicates.mark_devices();
