-- Marks members to compare again when a value changes that they are compared by, and not when a member is only seen.
-- Old and new rows are subtracted instead of joined, because a connection plans the statement once.
-- A join that is planned for one row would compare each of 100,000 rows with each other one.
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
    select c.tenant_id, c.member_id
      from (select n.tenant_id, n.member_id, n.name, n.email, n.phone from now_rows n
            except
            select o.tenant_id, o.member_id, o.name, o.email, o.phone from old_rows o) c
     order by 1, 2
    on conflict (tenant_id, id) do update set marks = d.marks + 1;
  end if;
  return null;
end $$;

create or replace trigger mark_duplicates_in after insert on core.members referencing new table as now_rows for each statement execute function duplicates.mark_members();
create or replace trigger mark_duplicates_up after update on core.members referencing old table as old_rows new table as now_rows for each statement execute function duplicates.mark_members();
