-- What was done is looked for by the operation and by what became of it, too: the newest of each are read from an index. Most runs are done.
create index runs_by_operation on core.runs (operation, started_at desc, run_id desc);
create index runs_not_done on core.runs (state, started_at desc, run_id desc) where state <> 'done';
