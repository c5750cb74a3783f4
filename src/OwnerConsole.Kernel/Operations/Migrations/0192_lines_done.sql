-- Most lines of a run are done, and those are read in their order. Only what became of the others is looked for by its state.
drop index core.run_subjects_by_state;
create index run_subjects_by_state on core.run_subjects (run_id, state, place) where state not in ('done', 'undone');
drop index core.run_subjects_in_order;
create index run_subjects_in_order on core.run_subjects (run_id, place) include (state);
