-- Keeps automations.counts: adds sequences that a statement started or ended.
create or replace function automations.count_enrollments() returns trigger language plpgsql as $$
begin
  insert into automations.counts as c (automation_id, mode, day, result, number)
  select r.automation_id, r.mode, (clock_timestamp() at time zone 'UTC')::date, r.result, count(*)
    from (select n.automation_id, n.mode, 'enrolled' as result from after_rows n where tg_op = 'INSERT'
          union all
          select n.automation_id, n.mode, n.state from after_rows n where n.state <> 'running') r
   group by 1, 2, 3, 4 order by 1, 2, 3, 4
  on conflict (automation_id, mode, day, result) do update set number = c.number + excluded.number;
  return null;
end $$;

create or replace trigger count_added after insert on automations.enrollments
  referencing new table as after_rows for each statement execute function automations.count_enrollments();
create or replace trigger count_ended after update on automations.enrollments
  referencing new table as after_rows for each statement execute function automations.count_enrollments();
