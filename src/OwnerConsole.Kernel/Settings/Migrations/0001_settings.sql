-- Tables of Settings.
-- What the owner chose for the whole platform. A choice is a row that a run opens and another closes; where none is open the default holds, which the program declares.
create table core.settings (
  key       text not null,
  opened_by text not null,  -- the run that chose it; 'before' for what was chosen before there were settings
  value     text,  -- null: back to the default
  opened_at timestamptz not null,
  closed_by text,
  primary key (key, opened_by)
);
create unique index settings_open on core.settings (key) where closed_by is null;
call core.protect_global_table('core.settings');
grant select on core.settings to oc_bound, oc_console;
