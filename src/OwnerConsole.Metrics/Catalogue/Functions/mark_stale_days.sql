-- Marks past days as stale when tenants, members, plans, attributes or lifecycles change retroactively.
-- Changes of the present are filtered out first, because this runs for every statement of every report, even if no row changes.
-- The statements are static, so that a connection plans them once; dynamic SQL was planned on each call.
create or replace function core.mark_stale_days() returns trigger language plpgsql as $$
declare tenants text[]; moments timestamptz[];
begin
  if tg_op = 'INSERT' then
    case tg_table_name
      when 'tenants' then select array_agg(r.tenant_id), array_agg(r.opened_at) into tenants, moments from now_rows r where r.opened_at < now();
      when 'members' then select array_agg(r.tenant_id), array_agg(r.joined_at) into tenants, moments from now_rows r where r.joined_at < now();
      when 'attributes' then
        -- the first known value of an attribute also applies to the time before it
        select array_agg(f.tenant_id), array_agg(f.moment) into tenants, moments
          from (select r.tenant_id,
                       case when exists (select from core.attributes a where a.tenant_id = r.tenant_id and a.name = r.name and a.from_at < r.from_at) then r.from_at
                            else least(r.from_at, (select o.opened_at from core.tenants o where o.tenant_id = r.tenant_id)) end as moment
                  from now_rows r) f
         where f.moment < now();
      else select array_agg(r.tenant_id), array_agg(r.from_at) into tenants, moments from now_rows r where r.from_at < now();
    end case;
  else
    case tg_table_name
      when 'tenants' then
        select array_agg(r.tenant_id), array_agg(least(r.opened_at, o.opened_at)) into tenants, moments
          from now_rows r join old_rows o using (tenant_id) where r.opened_at <> o.opened_at;
      when 'members' then
        select array_agg(r.tenant_id), array_agg(least(r.joined_at, o.joined_at)) into tenants, moments
          from now_rows r join old_rows o using (tenant_id, member_id) where r.joined_at <> o.joined_at;
      else
        -- a row was closed or reopened: only days from the earlier end on can change
        select array_agg(r.tenant_id), array_agg(r.to_at) into tenants, moments
          from (select tenant_id, to_at from now_rows union all select tenant_id, to_at from old_rows) r
         where r.to_at < now();
    end case;
  end if;
  if tenants is not null then
    insert into core.stale_days (mode, basis, day, ever_after)
    select t.mode, '*', min(m.moment at time zone c.zone)::date, true
      from unnest(tenants, moments) m(tenant_id, moment) join core.tenants t using (tenant_id) cross join core.reporting c
     where (m.moment at time zone c.zone)::date < (now() at time zone c.zone)::date
     group by t.mode;
  end if;
  return null;
end $$;

create or replace trigger mark_stale_days_in after insert on core.tenants referencing new table as now_rows for each statement execute function core.mark_stale_days();
create or replace trigger mark_stale_days_up after update on core.tenants referencing old table as old_rows new table as now_rows for each statement execute function core.mark_stale_days();
create or replace trigger mark_stale_days_in after insert on core.members referencing new table as now_rows for each statement execute function core.mark_stale_days();
create or replace trigger mark_stale_days_up after update on core.members referencing old table as old_rows new table as now_rows for each statement execute function core.mark_stale_days();
create or replace trigger mark_stale_days_in after insert on core.plan_items referencing new table as now_rows for each statement execute function core.mark_stale_days();
create or replace trigger mark_stale_days_up after update on core.plan_items referencing old table as old_rows new table as now_rows for each statement execute function core.mark_stale_days();
create or replace trigger mark_stale_days_in after insert on core.attributes referencing new table as now_rows for each statement execute function core.mark_stale_days();
create or replace trigger mark_stale_days_up after update on core.attributes referencing old table as old_rows new table as now_rows for each statement execute function core.mark_stale_days();
create or replace trigger mark_stale_days_in after insert on core.lifecycles referencing new table as now_rows for each statement execute function core.mark_stale_days();
create or replace trigger mark_stale_days_up after update on core.lifecycles referencing old table as old_rows new table as now_rows for each statement execute function core.mark_stale_days();
