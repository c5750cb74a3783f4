-- Keeps tenant_summaries in step with tenants and members. Merged records don't count as members, and each is subtracted once.
create or replace function core.count_members() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'tenants' then
    if tg_op = 'INSERT' then
      insert into core.tenant_summaries (tenant_id, mode) select tenant_id, mode from now_rows order by tenant_id;
    else
      delete from core.tenant_summaries p using old_rows o where p.tenant_id = o.tenant_id;
    end if;
  elsif tg_op = 'INSERT' then
    insert into core.tenant_summaries as p (tenant_id, mode, members, last_seen_at)
    select n.tenant_id, t.mode, n.members, n.seen
      from (select tenant_id, count(*) filter (where left_at is null) as members, coalesce(max(last_seen_at), '-infinity') as seen from now_rows group by 1) n
      join core.tenants t using (tenant_id)
     order by 1
    on conflict (tenant_id) do update set members = p.members + excluded.members, last_seen_at = greatest(p.last_seen_at, excluded.last_seen_at);
  elsif tg_op = 'DELETE' then
    insert into core.tenant_summaries as p (tenant_id, mode, members)
    select o.tenant_id, p.mode, o.members
      from (select r.tenant_id, count(*) as members from old_rows r
             where r.left_at is null
               and not exists (select from core.merges g where g.tenant_id = r.tenant_id and g.member_id = r.member_id and g.to_at is null)
             group by 1) o
      join core.tenant_summaries p using (tenant_id)
     order by 1
    on conflict (tenant_id) do update set members = p.members - excluded.members;
  else
    insert into core.tenant_summaries as p (tenant_id, mode, last_seen_at)
    select n.tenant_id, p.mode, n.seen
      from (select tenant_id, max(last_seen_at) as seen from now_rows group by 1) n join core.tenant_summaries p using (tenant_id)
     where p.last_seen_at < n.seen
     order by 1
    on conflict (tenant_id) do update set last_seen_at = greatest(p.last_seen_at, excluded.last_seen_at);
  end if;
  return null;
end $$;

create or replace trigger count_members_in after insert on core.tenants referencing new table as now_rows for each statement execute function core.count_members();
create or replace trigger count_members_out after delete on core.tenants referencing old table as old_rows for each statement execute function core.count_members();
create or replace trigger count_members_in after insert on core.members referencing new table as now_rows for each statement execute function core.count_members();
create or replace trigger count_members_up after update on core.members referencing new table as now_rows for each statement execute function core.count_members();
create or replace trigger count_members_out after delete on core.members referencing old table as old_rows for each statement execute function core.count_members();
