--# Movements of days that are over change numbers of those days and of all after them, also where points of them are kept.
create or replace function movements.soil_points() returns trigger language plpgsql as $$
begin
  execute format('
    insert into core.point_dirt (population, basis, day, ever_after)
    select r.population, ''movements'', min(r.at at time zone c.zone)::date, true
      from %I r cross join core.reporting c
     where (r.at at time zone c.zone)::date < (now() at time zone c.zone)::date
     group by r.population', case tg_op when 'INSERT' then 'now_rows' else 'old_rows' end);
  return null;
end $$;

create or replace trigger soil_points_in after insert on movements.movements referencing new table as now_rows for each statement execute function movements.soil_points();
create or replace trigger soil_points_out after delete on movements.movements referencing old table as old_rows for each statement execute function movements.soil_points();
