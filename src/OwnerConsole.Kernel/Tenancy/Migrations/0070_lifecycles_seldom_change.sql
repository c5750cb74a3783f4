-- A suspension, a block or a revision changes a tenant's status many times for each time its lifecycle changes: then nothing of its history is looked up.
-- Both transition tables hold the rows of an update in the same order, so the words can be compared without joining them.
create or replace function core.keep_lifecycles() returns trigger language plpgsql as $$
declare moment timestamptz := clock_timestamp();
begin
  if tg_op = 'INSERT' then
    insert into core.lifecycles (tenant_id, lifecycle, from_at)
    select n.tenant_id, n.lifecycle, least(t.opened_at, moment) from now_rows n join core.tenants t using (tenant_id);
  elsif tg_op = 'DELETE' then
    delete from core.lifecycles l using old_rows o where l.tenant_id = o.tenant_id;
  elsif (select array_agg(lifecycle) from now_rows) is distinct from (select array_agg(lifecycle) from old_rows) then
    update core.lifecycles l set to_at = moment
      from now_rows n join old_rows o using (tenant_id)
     where l.tenant_id = n.tenant_id and n.lifecycle <> o.lifecycle and l.to_at is null and l.lifecycle <> n.lifecycle;
    insert into core.lifecycles (tenant_id, lifecycle, from_at)
    select n.tenant_id, n.lifecycle, moment
      from now_rows n join old_rows o using (tenant_id)
     where n.lifecycle <> o.lifecycle and not exists (select 1 from core.lifecycles l where l.tenant_id = n.tenant_id and l.to_at is null);
  end if;
  return null;
end $$;
