-- The emergency stop. Every run and every claim of work shares this row first, so whoever sets it waits for those in flight, and nothing commits after it answers.
create table core.stop (
  only_row  boolean primary key default true check (only_row),
  stopped   boolean not null default false,
  opened_by text,                         -- the run that stopped
  opened_at timestamptz
);
insert into core.stop default values;
call core.own_global('core.stop');
grant select on core.stop to oc_console;
