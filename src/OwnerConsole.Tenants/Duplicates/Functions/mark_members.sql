-- Marks members to compare again when a value changes that they are compared by, and not when a member is only seen.
create or replace function duplicates.mark_members() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into duplicates.stale as d (tenant_id, id)
    select n.tenant_id, n.member_id from now_rows n
     where coalesce(n.name, n.email, n.phone) is not null
     order by 1, 2
    on conflict (tenant_id, id) do update set marks = d.marks + 1;
  else
    insert into duplicates.stale as d (tenant_id, id)
    select n.tenant_id, n.member_id
      from now_rows n join old_rows o using (tenant_id, member_id)
     where (n.name, n.email, n.phone) is distinct from (o.name, o.email, o.phone)
     order by 1, 2
    on conflict (tenant_id, id) do update set marks = d.marks + 1;
  end if;
  return null;
end $$;

create or replace trigger mark_duplicates_in after insert on core.members referencing new table as now_rows for each statement execute function duplicates.mark_members();
create or replace trigger mark_duplicates_up after update on core.members referencing old table as old_rows new table as now_rows for each statement execute function duplicates.mark_members();
