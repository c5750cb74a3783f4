-- Marks tenants whose cohort must be calculated again because their movements or the attributes of cohorts changed.
create or replace function analytics.mark_stale_cohorts() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'attributes' then
    insert into analytics.stale_tenants as d (tenant_id)
    select distinct r.tenant_id from changed r where r.name in ('source', 'country') order by 1
    on conflict (tenant_id) do update set marks = d.marks + 1;
  else
    insert into analytics.stale_tenants as d (tenant_id)
    select distinct r.tenant_id from changed r order by 1
    on conflict (tenant_id) do update set marks = d.marks + 1;
  end if;
  return null;
end $$;

create or replace trigger mark_stale_cohorts_in after insert on movements.movements referencing new table as changed for each statement execute function analytics.mark_stale_cohorts();
create or replace trigger mark_stale_cohorts_out after delete on movements.movements referencing old table as changed for each statement execute function analytics.mark_stale_cohorts();
create or replace trigger mark_stale_cohorts_in after insert on core.attributes referencing new table as changed for each statement execute function analytics.mark_stale_cohorts();
create or replace trigger mark_stale_cohorts_up after update on core.attributes referencing new table as changed for each statement execute function analytics.mark_stale_cohorts();
create or replace trigger mark_stale_cohorts_out after delete on core.attributes referencing old table as changed for each statement execute function analytics.mark_stale_cohorts();
