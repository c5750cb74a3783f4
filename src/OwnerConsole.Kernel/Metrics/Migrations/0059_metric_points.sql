-- Numbers of days, weeks and months that are over, so that a chart over years reads as much as it shows. A number that changes after all is a new revision; the old one stays.
create table core.metric_points (
  tenant_id   text not null default 'tnt_platform',        -- numbers of the whole platform
  population  text not null check (population in ('live', 'demo')),
  metric      text not null,
  fingerprint text not null,                               -- of its definition: numbers of two are never in one series
  version     int not null,
  zone        text not null,                               -- in which the bucket begins
  grain       text not null check (grain in ('day', 'week', 'month')),
  dimension   text not null default '',                    -- empty: the whole
  bucket      date not null,                               -- its first day
  cut         text not null default '',                    -- of a dimension: = and the value; empty for not known
  revision    int not null,
  num         numeric,
  den         numeric,
  n           bigint not null,
  computed_at timestamptz not null default now(),
  primary key (tenant_id, population, metric, fingerprint, zone, grain, dimension, bucket, cut, revision)
);
call core.own('core.metric_points');
revoke update, delete on core.metric_points from oc_app;

-- Days that are over and whose numbers changed after all. Rows are only added, so nobody waits for anybody; whoever counts anew takes away those it has seen.
create table core.point_dirt (
  dirt_id    bigint generated always as identity primary key,
  population text not null check (population in ('live', 'demo')),
  basis      text not null,                                -- of the metrics that changed; * for all of them
  day        date not null,
  ever_after boolean not null                              -- every day from this one on, too
);
call core.own_global('core.point_dirt');
grant select on core.point_dirt to oc_console;

-- What is reported of the past changes numbers of the past: a tenant opened earlier, a member that had joined, a plan held or a country known since then.
create function core.soil_points() returns trigger language plpgsql as $$
declare
  moment text := case tg_table_name when 'tenants' then 'r.opened_at' when 'members' then 'r.joined_at' else 'r.from_at' end;
  soil text := '
    insert into core.point_dirt (population, basis, day, ever_after)
    select t.population, ''*'', min(m.moment at time zone c.zone)::date, true
      from (%s) m join core.tenants t using (tenant_id) cross join core.reporting c
     where (m.moment at time zone c.zone)::date < (now() at time zone c.zone)::date
     group by t.population';
begin
  if tg_op = 'INSERT' then
    -- the first country that is known of a tenant holds for the time before, too
    execute format(soil, case tg_table_name
      when 'attributes' then 'select r.tenant_id, case when exists (select from core.attributes a where a.tenant_id = r.tenant_id and a.name = r.name and a.from_at < r.from_at) then r.from_at else least(r.from_at, o.opened_at) end as moment from now_rows r join core.tenants o using (tenant_id)'
      else format('select r.tenant_id, %s as moment from now_rows r', moment) end);
  elsif tg_table_name in ('tenants', 'members') then
    execute format(soil, format('select r.tenant_id, least(%s, %s) as moment from now_rows r join old_rows o using (%s) where %s <> %s',
      moment, replace(moment, 'r.', 'o.'), case tg_table_name when 'tenants' then 'tenant_id' else 'tenant_id, member_id' end, moment, replace(moment, 'r.', 'o.')));
  else
    -- closed or opened again: what lies before either end is as it was
    execute format(soil, 'select r.tenant_id, coalesce(r.to_at, ''infinity'') as moment from (select tenant_id, to_at from now_rows union all select tenant_id, to_at from old_rows) r where r.to_at is not null');
  end if;
  return null;
end $$;

create trigger soil_points_in after insert on core.tenants referencing new table as now_rows for each statement execute function core.soil_points();
create trigger soil_points_up after update on core.tenants referencing old table as old_rows new table as now_rows for each statement execute function core.soil_points();
create trigger soil_points_in after insert on core.members referencing new table as now_rows for each statement execute function core.soil_points();
create trigger soil_points_up after update on core.members referencing old table as old_rows new table as now_rows for each statement execute function core.soil_points();
create trigger soil_points_in after insert on core.plan_items referencing new table as now_rows for each statement execute function core.soil_points();
create trigger soil_points_up after update on core.plan_items referencing old table as old_rows new table as now_rows for each statement execute function core.soil_points();
create trigger soil_points_in after insert on core.attributes referencing new table as now_rows for each statement execute function core.soil_points();
create trigger soil_points_up after update on core.attributes referencing old table as old_rows new table as now_rows for each statement execute function core.soil_points();
create trigger soil_points_in after insert on core.lifecycles referencing new table as now_rows for each statement execute function core.soil_points();
create trigger soil_points_up after update on core.lifecycles referencing old table as old_rows new table as now_rows for each statement execute function core.soil_points();
