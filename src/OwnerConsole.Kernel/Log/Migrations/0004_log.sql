-- What happened, in one order. A line is written with its business transaction and never changed; the sequencer gives it its position afterwards.
create table core.log (
  id        bigint generated always as identity primary key,
  xid       xid8 not null default pg_current_xact_id(),
  at        timestamptz not null,
  tenant_id text not null,
  kind      text not null check (kind in ('run', 'undo', 'intake', 'system')),
  actor     text not null,
  run_id    text,
  operation text,
  subject   text,
  outcome   text not null,
  code      text,
  sentence  text not null,
  event_id  text,                      -- set when others are told
  event     text,
  data      text,
  leaf      bytea not null             -- SHA-256 of a zero byte and the fields above, each with its length
);
create index log_by_xid on core.log (xid, id);
create index log_by_tenant on core.log (tenant_id, id desc);
create index log_by_run on core.log (run_id) where run_id is not null;

create trigger through_a_door before insert or update or delete on core.log for each statement execute function core.through_a_door();
alter table core.log enable row level security;
alter table core.log force row level security;
create policy named_tenants on core.log to oc_app using (tenant_id = any ((select core.named_tenants())::text[])) with check (tenant_id = any ((select core.named_tenants())::text[]));
create policy console on core.log for select to oc_console using (true);
create policy sequencer on core.log for select to oc_sequencer using (true);
grant select, insert on core.log to oc_app;
grant select on core.log to oc_console, oc_sequencer;

create table core.log_order (
  pos bigint primary key,
  id  bigint not null unique
);
grant select, insert on core.log_order to oc_sequencer;
grant select on core.log_order to oc_app, oc_console;

-- The one row that the sequencer takes: everything below this transaction id has its position.
create table core.sequencer (
  only_row boolean primary key default true check (only_row),
  next_xid xid8 not null
);
insert into core.sequencer (next_xid) values ('0');
grant select, update on core.sequencer to oc_sequencer;

-- How far each reader of the log has come.
create table core.cursors (
  reader text primary key,
  pos    bigint not null
);
call core.own_global('core.cursors');
grant select on core.cursors to oc_console;

-- Names of what is neither a tenant nor a member (keys, endpoints, people of the team), so that a sentence can show them.
create table core.things (
  id   text primary key,
  kind text not null,
  name text not null
);
call core.own_global('core.things');
grant select on core.things to oc_console;
