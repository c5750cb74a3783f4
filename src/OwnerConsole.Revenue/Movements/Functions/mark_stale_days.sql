-- Marks past days as stale when their movements change, because metrics of those and all later days are stored.
create or replace function movements.mark_stale_days() returns trigger language plpgsql as $$
begin
  execute format('
    insert into core.stale_days (mode, basis, day, ever_after)
    select r.mode, ''movements'', min(r.at at time zone c.zone)::date, true
      from %I r cross join core.reporting c
     where (r.at at time zone c.zone)::date < (now() at time zone c.zone)::date
     group by r.mode', case tg_op when 'INSERT' then 'now_rows' else 'old_rows' end);
  return null;
end $$;

create or replace trigger mark_stale_days_in after insert on movements.movements referencing new table as now_rows for each statement execute function movements.mark_stale_days();
create or replace trigger mark_stale_days_out after delete on movements.movements referencing old table as old_rows for each statement execute function movements.mark_stale_days();
