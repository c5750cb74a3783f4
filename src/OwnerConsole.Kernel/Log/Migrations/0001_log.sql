-- The audit log, the order of its lines, its signed checkpoints and alerts, and the names that log sentences show.

-- A log line, written in the transaction of its change. The sequencer assigns its position later; only the retention job changes it.
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
  event_id  text,  -- set for lines that are sent to webhooks
  event     text,
  data      text,
  leaf      bytea not null,  -- SHA-256 of a zero byte and the preceding fields with their lengths
  pruned_at timestamptz  -- when sentence and data were removed; the sentence then states this
);
create index log_by_xid on core.log (xid, id);
create index log_by_run on core.log (run_id) where run_id is not null;
create index log_by_time on core.log (at, id);
create index log_by_tenant on core.log (tenant_id, at, id);
create index log_by_actor on core.log (actor, at, id);
create index log_by_operation on core.log (operation, at, id) where operation is not null;
create index log_by_subject on core.log (subject, at, id) where subject <> tenant_id;
create index log_by_outcome on core.log (outcome, at, id) where outcome <> 'done';
create index log_by_kind on core.log (kind, at, id) where kind in ('undo', 'system');
create index log_prune_records on core.log (at, id) where kind = 'system' and code is not distinct from 'log_pruned';
call core.protect_table('core.log');
revoke update, delete on core.log from oc_app;
grant select on core.log to oc_sequencer;
grant update (sentence, data, pruned_at) on core.log to oc_app;
create policy sequencer on core.log for select to oc_sequencer using (true);

-- Position of each line, assigned by the sequencer.
create table core.log_order (
  pos bigint primary key,
  id  bigint not null unique
);
grant select on core.log_order to oc_app, oc_bound, oc_console;
grant select, insert on core.log_order to oc_sequencer;

-- Progress of the sequencer. Exactly one row, locked while positions are assigned.
create table core.sequencer (
  only_row          boolean primary key default true check (only_row),
  next_xid          xid8 not null,  -- lines of earlier transactions have a position
  system_identifier bigint not null
);
grant select on core.sequencer to oc_console;
grant select, update on core.sequencer to oc_sequencer;

-- Progress of each reader of the log.
create table core.cursors (
  reader text primary key,
  pos    bigint not null  -- position of the last line that was read
);
call core.protect_global_table('core.cursors');
grant select on core.cursors to oc_console;

-- Names of entities other than tenants and members, such as API keys, endpoints and team members, for sentences of the log.
create table core.entity_names (
  id         text primary key,
  kind       text not null,
  name       text not null,
  belongs_to text  -- tenant; null for entities of the platform
);
create index entity_names_by_text on core.entity_names using gin (core.search_text(name) gin_trgm_ops);
call core.protect_global_table('core.entity_names');
alter table core.entity_names enable row level security;
grant select on core.entity_names to oc_bound, oc_console;
create policy app on core.entity_names to oc_app using (true) with check (true);
create policy console on core.entity_names for select to oc_console using (true);
create policy bound on core.entity_names for select to oc_bound using (belongs_to is null or belongs_to in (select unnest(core.tenant_scope())));

-- The cluster whose arrival is recorded in the log. Exactly one row.
create table core.cluster (
  only_row          boolean primary key default true check (only_row),
  system_identifier bigint not null
);
call core.protect_global_table('core.cluster');

-- Key that signs the checkpoints of the log. Exactly one row.
create table core.log_key (
  only_row   boolean primary key default true check (only_row),
  origin     text not null,  -- name of the log in every checkpoint
  ciphertext bytea not null,  -- private key, encrypted with the master key
  public_key bytea not null
);
create trigger require_write_origin before insert or update or delete on core.log_key for each statement execute function core.require_write_origin();
grant select, insert on core.log_key to oc_app;
grant select on core.log_key to oc_console;
grant update (ciphertext) on core.log_key to oc_app;

-- Signed checkpoint, which proves the log up to its size.
create table core.log_checkpoints (
  size bigint primary key,  -- number of lines covered
  note text not null,  -- signed text
  at   timestamptz not null default now()
);
create trigger require_write_origin before insert or update or delete on core.log_checkpoints for each statement execute function core.require_write_origin();
grant select, insert on core.log_checkpoints to oc_app;
grant select on core.log_checkpoints to oc_console;

-- Alert that the log doesn't match its checkpoints.
create table core.log_alerts (
  alert_id  bigint generated always as identity primary key,
  fault     text not null,
  pos       bigint not null,  -- first position that can't be trusted
  message   text not null,
  opened_at timestamptz not null default now(),
  closed_at timestamptz  -- when the log was verified without a finding
);
create unique index one_open_alert on core.log_alerts ((true)) where closed_at is null;
create trigger require_write_origin before insert or update or delete on core.log_alerts for each statement execute function core.require_write_origin();
grant select, insert on core.log_alerts to oc_app;
grant select on core.log_alerts to oc_bound, oc_console;
grant update (closed_at) on core.log_alerts to oc_app;

-- Retention policy: how long log lines keep their sentence and data. Line, position and hash are kept,
-- and the log records each removal.
create table core.log_retention (
  tenant_id text not null,  -- always tnt_platform
  opened_by text not null,  -- run that set it
  days      int check (days between 90 and 3650),  -- null means permanent
  opened_at timestamptz not null,
  closed_by text,
  primary key (tenant_id, opened_by)
);
create unique index log_retention_open on core.log_retention (tenant_id) where closed_by is null;
call core.protect_table('core.log_retention');

select set_config('app.intake', 'migration', true);
insert into core.sequencer (next_xid, system_identifier) select '0', system_identifier from pg_control_system();
insert into core.cluster (system_identifier) select system_identifier from pg_control_system();
