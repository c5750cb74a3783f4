-- Keeps automations.counts: adds messages that a statement sent, skipped or failed to send.
create or replace function automations.count_messages() returns trigger language plpgsql as $$
begin
  insert into automations.counts as c (automation_id, mode, day, result, number)
  select n.automation_id, n.mode, (clock_timestamp() at time zone 'UTC')::date, n.state, count(*)
    from after_rows n
   where n.state <> 'queued'
   group by 1, 2, 3, 4 order by 1, 2, 3, 4
  on conflict (automation_id, mode, day, result) do update set number = c.number + excluded.number;
  return null;
end $$;

create or replace trigger count_added after insert on automations.messages
  referencing new table as after_rows for each statement execute function automations.count_messages();
create or replace trigger count_changed after update on automations.messages
  referencing new table as after_rows for each statement execute function automations.count_messages();
