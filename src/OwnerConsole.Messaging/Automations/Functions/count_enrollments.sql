-- Keeps automations.counts: adds sequences that a statement started or ended, and takes back those that an undo continues.
create or replace function automations.count_enrollments() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into automations.counts as c (automation_id, mode, day, result, number)
    select r.automation_id, r.mode, (clock_timestamp() at time zone 'UTC')::date, r.result, count(*)
      from (select n.automation_id, n.mode, 'enrolled' as result from after_rows n
            union all
            select n.automation_id, n.mode, n.state from after_rows n where n.state <> 'running') r
     group by 1, 2, 3, 4 order by 1, 2, 3, 4
    on conflict (automation_id, mode, day, result) do update set number = c.number + excluded.number;
  else
    insert into automations.counts as c (automation_id, mode, day, result, number)
    select r.automation_id, r.mode, r.day, r.result, sum(r.number)
      from (select n.automation_id, n.mode, (coalesce(n.ended_at, clock_timestamp()) at time zone 'UTC')::date as day, n.state as result, 1 as number
              from after_rows n join before_rows b using (tenant_id, enrollment_id) where b.state = 'running' and n.state <> 'running'
            union all
            select b.automation_id, b.mode, (b.ended_at at time zone 'UTC')::date, b.state, -1
              from before_rows b join after_rows n using (tenant_id, enrollment_id) where b.state <> 'running' and n.state = 'running') r
     group by 1, 2, 3, 4 order by 1, 2, 3, 4
    on conflict (automation_id, mode, day, result) do update set number = c.number + excluded.number;
  end if;
  return null;
end $$;

create or replace trigger count_added after insert on automations.enrollments
  referencing new table as after_rows for each statement execute function automations.count_enrollments();
create or replace trigger count_ended after update on automations.enrollments
  referencing old table as before_rows new table as after_rows for each statement execute function automations.count_enrollments();
