-- What is written again and again of the present soils nothing, and says so before anything is looked up: these functions run for every statement of every report,
-- also for those that change no row. Their statements stand still, so that a connection plans them once; asked for as texts, they were planned each time.
create or replace function core.soil_points() returns trigger language plpgsql as $$
declare tenants text[]; moments timestamptz[];
begin
  if tg_op = 'INSERT' then
    case tg_table_name
      when 'tenants' then select array_agg(r.tenant_id), array_agg(r.opened_at) into tenants, moments from now_rows r where r.opened_at < now();
      when 'members' then select array_agg(r.tenant_id), array_agg(r.joined_at) into tenants, moments from now_rows r where r.joined_at < now();
      when 'attributes' then
        -- the first country that is known of a tenant holds for the time before, too
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
        -- closed or opened again: what lies before either end is as it was
        select array_agg(r.tenant_id), array_agg(r.to_at) into tenants, moments
          from (select tenant_id, to_at from now_rows union all select tenant_id, to_at from old_rows) r
         where r.to_at < now();
    end case;
  end if;
  if tenants is not null then
    insert into core.point_dirt (population, basis, day, ever_after)
    select t.population, '*', min(m.moment at time zone c.zone)::date, true
      from unnest(tenants, moments) m(tenant_id, moment) join core.tenants t using (tenant_id) cross join core.reporting c
     where (m.moment at time zone c.zone)::date < (now() at time zone c.zone)::date
     group by t.population;
  end if;
  return null;
end $$;

create or replace function core.soil_money() returns trigger language plpgsql as $$
declare ids text[]; moments timestamptz[];
begin
  if tg_table_name = 'plan_prices' then
    case tg_op
      when 'INSERT' then select array_agg(r.plan), array_agg(r.from_at) into ids, moments from now_rows r;
      when 'DELETE' then select array_agg(r.plan), array_agg(r.from_at) into ids, moments from old_rows r;
      else
        select array_agg(r.plan), array_agg(coalesce(r.to_at, 'infinity')) into ids, moments
          from (select plan, to_at from old_rows union all select plan, to_at from now_rows) r;
    end case;
  else
    case tg_op
      when 'INSERT' then select array_agg(r.tenant_id), array_agg(r.from_at) into ids, moments from now_rows r;
      when 'DELETE' then select array_agg(r.tenant_id), array_agg(r.from_at) into ids, moments from old_rows r;
      -- closed or opened again: what lies before either end is as it was
      else
        select array_agg(r.tenant_id), array_agg(coalesce(r.to_at, 'infinity')) into ids, moments
          from (select tenant_id, to_at from old_rows union all select tenant_id, to_at from now_rows) r;
    end case;
  end if;
  if ids is not null then
    insert into core.money_dirt as d (kind, id, since)
    select case tg_table_name when 'plan_prices' then 'plan' else 'tenant' end, m.id, min(m.moment)
      from unnest(ids, moments) m(id, moment)
     group by m.id
     order by m.id
    on conflict (kind, id) do update set since = least(d.since, excluded.since), marks = d.marks + 1, reached = '';
  end if;
  return null;
end $$;

create or replace function core.keep_lifecycles() returns trigger language plpgsql as $$
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
