-- Keeps automations.counts: adds operations that a statement recorded as run or refused. Withdrawn requests are neither.
create or replace function automations.count_runs() returns trigger language plpgsql as $$
begin
  insert into automations.counts as c (automation_id, mode, day, result, number)
  select n.automation_id, n.mode, (clock_timestamp() at time zone 'UTC')::date, 'run_' || n.state, count(*)
    from after_rows n
   where n.state in ('done', 'refused') and n.reason is distinct from 'withdrawn'
   group by 1, 2, 3, 4 order by 1, 2, 3, 4
  on conflict (automation_id, mode, day, result) do update set number = c.number + excluded.number;
  return null;
end $$;

create or replace trigger count_added after insert on automations.runs
  referencing new table as after_rows for each statement execute function automations.count_runs();
create or replace trigger count_changed after update on automations.runs
  referencing new table as after_rows for each statement execute function automations.count_runs();
