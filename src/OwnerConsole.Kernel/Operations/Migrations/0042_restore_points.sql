-- Before a run that can't be taken back, or that asked for a second person, its moment gets a name in the write-ahead log: the undo of last resort.
alter table core.runs add column restore_point boolean not null default false;
