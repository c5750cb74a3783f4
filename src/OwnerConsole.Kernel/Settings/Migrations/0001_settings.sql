-- Settings of the platform that differ from the defaults declared in code.

-- Value of a setting. A later run closes the row and opens the next; without an open row the default applies.
create table core.settings (
  key       text not null,
  opened_by text not null,  -- run that set it
  value     text,  -- null resets to the default
  opened_at timestamptz not null,
  closed_by text,
  primary key (key, opened_by)
);
create unique index settings_open on core.settings (key) where closed_by is null;
call core.protect_global_table('core.settings');
grant select on core.settings to oc_bound, oc_console;
