-- A run may be given a time to begin at. What a person has scheduled acts under a grant of its own, for that operation alone: it goes on when they leave or change their role.
alter table core.runs
  add column scheduled_for timestamptz,             -- null: at once
  add column grants        text[],                  -- null: those of who asked, as of each chunk
  add column verdict       text;                    -- why it was declined or stopped, in the words of who did it; emptied with the input

create index runs_scheduled on core.runs (scheduled_for) where scheduled_for is not null and state in ('waiting_approval', 'queued');
-- What waited for a second person: the newest are read without those that never did.
create index runs_that_waited on core.runs (started_at desc, run_id desc) where begins_at is not null;
