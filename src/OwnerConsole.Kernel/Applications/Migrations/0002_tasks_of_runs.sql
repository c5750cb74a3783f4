-- Finds tasks of some subjects of a run, and those to cancel, without reading all tasks of a run with 100,000 subjects each time.
create index tasks_of_run on core.tasks (run_id, subject_id);
drop index core.tasks_by_run;
create index tasks_to_cancel on core.tasks (deadline)
  where cancel_at is not null and not is_notified and state in ('offered', 'accepted', 'running');
