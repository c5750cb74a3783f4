-- Excel files have sheets, but neither encoding nor separator.
alter table imports.imports
  alter column encoding drop not null,
  alter column separator drop not null,
  add column sheet text;  -- name of the sheet of an Excel file; null for a text file
