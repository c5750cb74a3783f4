-- Imports of tenants and members from files: the rows of each file with their results, and the runs that apply and stop imports.
create schema imports;
grant usage on schema imports to oc_app, oc_console;

-- A file that was uploaded, with the field of each column. It is kept after its rows are deleted, so that the next file with the same columns gets the same fields.
create table imports.imports (
  tenant_id  text not null,  -- always tnt_platform
  import_id  text not null,
  kind       text not null check (kind in ('tenants', 'members', 'member_list')),
  name       text not null,  -- name of the file
  encoding   text not null check (encoding in ('utf8', 'utf16', 'windows1252')),
  separator  text not null check (separator in ('comma', 'semicolon', 'tab', 'pipe')),
  headers    text[] not null,
  mapping    text[] not null,  -- name of the field by column; empty for columns that are not imported
  conflicts  text not null default 'keep_ours' check (conflicts in ('keep_ours', 'take_theirs', 'merge')),
  state      text not null check (state in ('uploading', 'mapping', 'checking', 'checked', 'applying', 'applied', 'undoing', 'undone')),
  revision   bigint not null default 1,
  row_count  int not null default 0,
  created_by text not null,  -- who uploaded it
  created_at timestamptz not null,
  primary key (tenant_id, import_id)
);
create index imports_in_order on imports.imports (tenant_id, created_at desc, import_id desc);
call core.protect_table('imports.imports');

-- A row of a file, with the result of the check and of the import. Deleted 30 days after the upload.
create table imports.rows (
  tenant_id  text not null,  -- always tnt_platform
  import_id  text not null,
  place      int not null,  -- 1 is the first row after the header
  cells      jsonb not null,  -- texts of the cells
  state      text not null default 'new' check (state in ('new', 'ready', 'error', 'applied', 'skipped', 'failed', 'reverted', 'kept')),
  action     text check (action in ('create', 'update', 'conflict', 'unchanged')),
  reason     text,  -- why it can't be imported, was skipped or failed
  key        text not null default '',  -- what identifies the tenant or member; equal for duplicates
  about      text,  -- tenant that the row is about; null while it doesn't exist
  body       jsonb,  -- report of the tenant or member
  written    jsonb,  -- fields that the import changed
  before     jsonb,  -- their previous values, without empty ones; null for a created tenant or member
  applied_at timestamptz,
  created_at timestamptz not null,
  primary key (tenant_id, import_id, place)
);
create index rows_by_state on imports.rows (tenant_id, import_id, state, key, place);
create index rows_by_subject on imports.rows (tenant_id, about) where about is not null;
create index rows_by_age on imports.rows (tenant_id, created_at);
call core.protect_table('imports.rows');

-- The run that applies an import. A row that is closed was undone.
create table imports.applications (
  tenant_id text not null,  -- always tnt_platform
  import_id text not null,
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  primary key (tenant_id, import_id, opened_by)
);
create unique index applications_open on imports.applications (tenant_id, import_id) where closed_by is null;
call core.protect_table('imports.applications');

-- An import that is applied pauses while a row is open. Undoing the run that stopped it continues the import.
create table imports.stops (
  tenant_id text not null,  -- always tnt_platform
  import_id text not null,
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  primary key (tenant_id, import_id, opened_by)
);
create unique index stops_open on imports.stops (tenant_id, import_id) where closed_by is null;
call core.protect_table('imports.stops');
