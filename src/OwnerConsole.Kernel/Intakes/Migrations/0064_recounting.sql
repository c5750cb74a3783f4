-- When the owner chooses another zone, or declares a meter, what is kept of the events is counted anew, some tenants of a day at a time.
alter table core.folding
  add column recount_day      date,                          -- the next day to count anew; -infinity to begin; null when there is none
  add column recount_after    text not null default '',      -- of that day the tenants up to this one are counted
  add column recount_xid      xid8,                          -- the platform's usage of that day is counted anew from events folded before it was begun; those after are added as always
  add column recount_asked_at timestamptz;

-- A meter has an id of its own, because its key is a word of the owner's, which the log doesn't hold.
alter table core.meters add column meter_id text not null unique default 'mtr_' || replace(gen_random_uuid()::text, '-', ''); -- of those before, and of a release before

-- The owner's choices as they were before each run that changed them, so that it can be taken back.
alter table core.reporting add column changed_by text;       -- the run; null as it was installed
create table core.reporting_changes (
  run_id        text primary key,
  zone          text not null,                               -- as it was before
  currency      text not null,
  session_limit interval not null,
  changed_by    text                                         -- the run before
);
call core.own_global('core.reporting_changes');
grant select on core.reporting_changes to oc_console;
