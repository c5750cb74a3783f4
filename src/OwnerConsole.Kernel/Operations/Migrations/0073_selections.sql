-- What somebody chose for an operation, frozen when its preview opens: ids that were ticked on several pages, or everything that matched then less what was left out by hand. It is done to these, never to a filter that has moved on.
create table core.selections (
  selection_id text primary key,
  asked_by     text not null,
  subject_ids  text[] not null,          -- in the order of their list
  left_out     int not null,             -- by hand
  made_at      timestamptz not null
);
call core.own_global('core.selections');
grant select on core.selections to oc_console;
