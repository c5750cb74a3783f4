-- Tables of Connectors.
create schema connectors;
grant usage on schema connectors to oc_app, oc_console;

create table connectors.settings (
  tenant_id  text not null,  -- the platform
  opened_by  text not null,  -- the run that set them
  host       text not null,
  port       int not null,
  database   text not null,
  user_name  text not null,
  password   bytea not null,  -- sealed
  encryption text not null check (encryption in ('verified', 'encrypted', 'none')),
  opened_at  timestamptz not null,
  closed_by  text,
  primary key (tenant_id, opened_by)
);
create unique index settings_open on connectors.settings (tenant_id) where closed_by is null;
call core.protect_table('connectors.settings');

-- A new one begins at the first row: the database is another, or somebody wants all of it read again.
create table connectors.readings (
  tenant_id text not null,  -- the platform
  opened_by text not null,
  cause     text not null check (cause in ('connected', 'requested')),
  opened_at timestamptz not null,
  closed_by text,
  primary key (tenant_id, opened_by)
);
create unique index readings_open on connectors.readings (tenant_id) where closed_by is null;
call core.protect_table('connectors.readings');

create table connectors.pauses (
  tenant_id text not null,  -- the platform
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  primary key (tenant_id, opened_by)
);
create unique index pauses_open on connectors.pauses (tenant_id) where closed_by is null;
call core.protect_table('connectors.pauses');

create table connectors.cursors (
  tenant_id   text not null,  -- the platform
  reading     text not null,  -- the run that began it
  view        text not null,
  at          timestamptz,  -- with last_id the row that was read last; null before the first
  last_id     text not null default '',
  boundary_at timestamptz,  -- where the next pass begins: rows before it can't come any more
  is_underway boolean not null default false,  -- a pass is not at its end
  newest_at   timestamptz,
  primary key (tenant_id, reading, view)
);
call core.protect_table('connectors.cursors');

create table connectors.states (
  tenant_id     text not null,  -- the platform
  reading       text not null,
  read_at       timestamptz,  -- last read to the end
  failing_since timestamptz,  -- null while it goes well
  attempts      int not null default 0,  -- that failed since then
  code          text,
  why           text,
  settled_at    timestamptz,  -- transactions that began before it have ended
  mark_at       timestamptz,  -- the moment that is waited for, and the first transaction after it
  mark_xid      bigint,
  primary key (tenant_id, reading)
);
call core.protect_table('connectors.states');

-- Rows that can't be taken in, to be mended where they come from.
create table connectors.refused (
  tenant_id  text not null,  -- the platform
  reading    text not null,
  view       text not null,
  row_id     text not null,
  why        text not null,
  refused_at timestamptz not null,
  primary key (tenant_id, reading, view, row_id)
);
call core.protect_table('connectors.refused');

-- The connector appears as the actor of what it reports.
select set_config('app.intake', 'migration', true);
insert into core.entity_names (id, kind, name) values ('connector', 'key', 'SQL views');
