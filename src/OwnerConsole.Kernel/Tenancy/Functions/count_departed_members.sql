-- Updates tenant_summaries.members when members leave or return. Fires for updates of all columns and counts only changes of left_at.
create or replace function core.count_departed_members() returns trigger language plpgsql as $$
begin
  update core.tenant_summaries p set members = p.members + c.change
    from (select n.tenant_id, count(*) filter (where n.left_at is null) - count(*) filter (where o.left_at is null) as change
            from now_rows n join old_rows o using (tenant_id, member_id)
           where (n.left_at is null) <> (o.left_at is null)
             and not exists (select from core.merges g where g.tenant_id = n.tenant_id and g.member_id = n.member_id and g.to_at is null)
           group by 1) c
   where p.tenant_id = c.tenant_id and c.change <> 0;
  return null;
end $$;

create or replace trigger count_departed_members after update on core.members referencing old table as old_rows new table as now_rows for each statement execute function core.count_departed_members();
