-- Subtracts merged records from tenant_summaries.members, and adds them again when they are separated.
create or replace function core.count_merged_members() returns trigger language plpgsql as $$
begin
  if tg_op <> 'DELETE' then
    update core.tenant_summaries p set members = p.members - n.merged
      from (select r.tenant_id, count(*) as merged from now_rows r join core.members m using (tenant_id, member_id)
             where r.to_at is null and m.left_at is null group by 1) n
     where p.tenant_id = n.tenant_id;
  end if;
  if tg_op <> 'INSERT' then
    update core.tenant_summaries p set members = p.members + o.merged
      from (select r.tenant_id, count(*) as merged from old_rows r join core.members m using (tenant_id, member_id)
             where r.to_at is null and m.left_at is null group by 1) o
     where p.tenant_id = o.tenant_id;
  end if;
  return null;
end $$;

create or replace trigger count_merged_members_in after insert on core.merges referencing new table as now_rows for each statement execute function core.count_merged_members();
create or replace trigger count_merged_members_up after update on core.merges referencing old table as old_rows new table as now_rows for each statement execute function core.count_merged_members();
create or replace trigger count_merged_members_out after delete on core.merges referencing old table as old_rows for each statement execute function core.count_merged_members();
