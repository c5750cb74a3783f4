-- Connection to the application's SQL views, with read positions, failures and rejected rows.
create schema connectors;
grant usage on schema connectors to oc_app, oc_console;

-- Database connection. Each change adds a row and closes the previous one.
create table connectors.settings (
  tenant_id  text not null,  -- always tnt_platform
  opened_by  text not null,  -- run that saved the settings
  host       text not null,
  port       int not null,
  database   text not null,
  user_name  text not null,
  password   bytea not null,  -- encrypted
  encryption text not null check (encryption in ('verified', 'encrypted', 'none')),
  opened_at  timestamptz not null,
  closed_by  text,
  primary key (tenant_id, opened_by)
);
create unique index settings_open on connectors.settings (tenant_id) where closed_by is null;
call core.protect_table('connectors.settings');

-- One synchronization from the first row on. A new one starts after a change of database or on request.
create table connectors.syncs (
  tenant_id text not null,  -- always tnt_platform
  opened_by text not null,
  cause     text not null check (cause in ('connected', 'requested')),
  opened_at timestamptz not null,
  closed_by text,
  primary key (tenant_id, opened_by)
);
create unique index syncs_open on connectors.syncs (tenant_id) where closed_by is null;
call core.protect_table('connectors.syncs');

create table connectors.pauses (
  tenant_id text not null,  -- always tnt_platform
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  primary key (tenant_id, opened_by)
);
create unique index pauses_open on connectors.pauses (tenant_id) where closed_by is null;
call core.protect_table('connectors.pauses');

-- Read position in one view.
create table connectors.cursors (
  tenant_id      text not null,  -- always tnt_platform
  sync           text not null,  -- syncs.opened_by
  view           text not null,
  at             timestamptz,  -- with last_id the last row read; null before the first
  last_id        text not null default '',
  boundary_at    timestamptz,  -- start of the next pass; older rows can no longer appear
  is_in_progress boolean not null default false,
  newest_at      timestamptz,
  primary key (tenant_id, sync, view)
);
call core.protect_table('connectors.cursors');

-- Progress and failures of a synchronization.
create table connectors.states (
  tenant_id     text not null,  -- always tnt_platform
  sync          text not null,  -- syncs.opened_by
  read_at       timestamptz,  -- end of the last complete pass
  failing_since timestamptz,  -- null after a success
  attempts      int not null default 0,  -- failed attempts since failing_since
  code          text,
  error         text,
  settled_at    timestamptz,  -- all transactions started before it have ended
  mark_at       timestamptz,  -- next candidate for settled_at
  mark_xid      bigint,  -- first transaction after mark_at
  primary key (tenant_id, sync)
);
call core.protect_table('connectors.states');

-- Rejected rows; they must be fixed in the source database.
create table connectors.rejected_rows (
  tenant_id   text not null,  -- always tnt_platform
  sync        text not null,  -- syncs.opened_by
  view        text not null,
  row_id      text not null,
  error       text not null,
  rejected_at timestamptz not null,
  primary key (tenant_id, sync, view, row_id)
);
call core.protect_table('connectors.rejected_rows');

-- Registers the connector as the actor of the rows it reports.
select set_config('app.intake', 'migration', true);
insert into core.entity_names (id, kind, name) values ('connector', 'key', 'SQL views');
