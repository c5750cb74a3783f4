-- Records each change of a tenant's lifecycle as history, so that metrics can use the lifecycle of any past time.
create or replace function core.record_lifecycles() returns trigger language plpgsql as $$
declare moment timestamptz := clock_timestamp();
begin
  if tg_op = 'INSERT' then
    if exists (select from now_rows) then
      insert into core.lifecycles (tenant_id, lifecycle, from_at)
      select n.tenant_id, n.lifecycle, least((select t.opened_at from core.tenants t where t.tenant_id = n.tenant_id), moment) from now_rows n;
    end if;
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

create or replace trigger record_lifecycles_in after insert on core.tenant_status referencing new table as now_rows for each statement execute function core.record_lifecycles();
create or replace trigger record_lifecycles_up after update on core.tenant_status referencing old table as old_rows new table as now_rows for each statement execute function core.record_lifecycles();
create or replace trigger record_lifecycles_out after delete on core.tenant_status referencing old table as old_rows for each statement execute function core.record_lifecycles();
