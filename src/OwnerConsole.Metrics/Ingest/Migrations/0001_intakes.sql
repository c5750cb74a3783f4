-- Reporting settings, ingested events and rejected events, meters, sessions, purchases, and daily usage calculated from events.

-- Reporting settings of the platform. Exactly one row.
create table core.reporting (
  only_row      boolean primary key default true check (only_row),
  zone          text not null default 'UTC',  -- IANA time zone of all days, weeks and months
  currency      text not null default 'USD',
  session_limit interval not null default '12:00:00' check (session_limit between '00:01:00' and '24:00:00'),
  keep_events   interval not null default '90 days',  -- raw events; calculated usage is kept permanently
  imports_until timestamptz,  -- when the first month was closed; history can't be imported afterwards
  changed_by    text  -- run; null for the defaults
);
call core.protect_global_table('core.reporting');
grant select on core.reporting to oc_bound, oc_console, oc_portal;

-- Generations of stored event identities. They rotate after the retry window and are dropped whole, never row by row.
-- Generation 0 is for imported history.
create table core.event_generations (
  generation int primary key,
  opened_at  timestamptz not null default now()
);
call core.protect_global_table('core.event_generations');
grant select on core.event_generations to oc_console;

-- Raw events. There is no unique index: event_ids detects duplicates, and a second unique index would halve the ingestion rate.
create table core.events (
  tenant_id   text not null,
  received_at timestamptz not null default now(),
  xid         xid8 not null default pg_current_xact_id(),  -- cursor of event processing; complete below the oldest running transaction
  at          timestamptz not null,  -- event time reported by the application
  type        text not null,
  source      text not null,
  member      text,  -- the application's own id
  data        jsonb
) partition by range (received_at);
create index events_by_xid on core.events (xid);
create index events_by_time on core.events using brin (at);
create index events_of_member on core.events (tenant_id, member, at desc) where member is not null;
call core.protect_table('core.events');

-- Progress of event processing. Exactly one row. It includes the cluster's id, because transaction ids start over
-- in another cluster.
create table core.projection (
  only_row               boolean primary key default true check (only_row),
  next_xid               xid8 not null default '0',  -- events of earlier transactions are processed
  system_identifier      bigint,
  projected_at           timestamptz not null default now(),
  sessions_until         timestamptz not null default now(),
  reproject_day          date,  -- next day to recalculate; -infinity to start; null when none
  reproject_after        text not null default '',  -- tenants of that day up to this id are done
  reproject_xid          xid8,  -- platform usage of that day is recalculated from events before this
  reproject_requested_at timestamptz
);
call core.protect_global_table('core.projection');
grant select on core.projection to oc_bound, oc_console;

-- Rejected events, kept for 30 days so that they can be inspected and replayed.
create table core.dead_letters (
  tenant_id      text not null default 'tnt_platform',  -- the platform, because the tenant is often unknown
  dead_letter_id bigint generated always as identity,
  mode           text not null check (mode in ('live', 'test')),
  key_id         text not null,
  is_backfill    boolean not null,
  reason         text not null,  -- machine-readable code
  advice         text not null,  -- how to correct the event
  body           text not null,  -- event as CloudEvents JSON
  received_at    timestamptz not null default now(),
  ended_at       timestamptz,  -- when replayed or discarded
  ended_as       text check (ended_as in ('replayed', 'discarded')),
  ended_by       text,
  retried_at     timestamptz,
  primary key (tenant_id, dead_letter_id)
);
create index dead_letters_open on core.dead_letters (mode, dead_letter_id desc) where ended_at is null;
create index dead_letters_ended on core.dead_letters (ended_by) where ended_by is not null;
create index dead_letters_by_reason on core.dead_letters (tenant_id, mode, reason, dead_letter_id desc) where ended_at is null;
call core.protect_table('core.dead_letters');

-- Ingested events per key, client, hour and outcome, counted in the transaction that stores them.
-- Each writer has separate rows, so that writers don't wait for each other.
create table core.intake_counts (
  key_id  text not null,
  hour    timestamptz not null,
  client  text not null,  -- first words of the User-Agent
  outcome text not null,  -- accepted, duplicate, or reason of the rejection
  writer  int not null,
  mode    text not null,
  n       bigint not null,
  last_at timestamptz not null,
  primary key (key_id, hour, client, outcome, writer)
);
create index intake_counts_by_hour on core.intake_counts (mode, hour);
call core.protect_global_table('core.intake_counts');
grant select on core.intake_counts to oc_console;

-- Measured quantities. A meter counts events from the run that opens it until the run that closes it.
create table core.meters (
  key        text primary key,
  name       text not null,
  unit       text not null,
  event_type text not null,
  adds       text not null check (adds in ('sum', 'count', 'max', 'latest', 'unique')),
  value_path text[] not null default '{}',  -- path in the event's data; empty for count
  group_by   text[] not null default '{}',  -- fields in the event's data, at most 10
  enforced   boolean not null default false,  -- counted in the transaction that stores the event
  opened_by  text not null,
  opened_at  timestamptz not null,
  closed_by  text,
  closed_at  timestamptz,
  meter_id   text not null default 'mtr_' || replace(gen_random_uuid()::text, '-', '') unique
);
call core.protect_global_table('core.meters');
grant select on core.meters to oc_bound, oc_console;

-- Totals of enforced meters per calendar month in UTC, without the additions in meter_additions.
create table core.meter_counters (
  tenant_id text not null,
  meter     text not null,
  period    date not null,  -- first day of the month
  used      numeric not null,
  primary key (tenant_id, meter, period)
) with (fillfactor=70);
call core.protect_table('core.meter_counters');

-- Time interval of use. A row with an end but no start is not counted yet; a row without an end is open.
create table core.sessions (
  tenant_id       text not null,
  session_id      text not null,  -- the application's own id
  member_id       text,
  started_at      timestamptz,
  ended_at        timestamptz,
  timed_out       boolean not null default false,  -- ended at the maximum length, without a reported end in time
  end_reported_at timestamptz,  -- latest reported end, not limited to the maximum length
  primary key (tenant_id, session_id)
);
create index sessions_of_tenant on core.sessions (tenant_id, started_at, session_id);
create index sessions_by_start on core.sessions (started_at);
create index sessions_open on core.sessions (started_at) where ended_at is null;
create index sessions_of_member on core.sessions (tenant_id, member_id, started_at, session_id) where member_id is not null;
call core.protect_table('core.sessions');

-- A member's activity on a day in the reporting time zone. All counts of active people are based on it.
create table core.member_days (
  tenant_id text not null,
  day       date not null,
  member_id text not null,
  last_at   timestamptz not null,
  primary key (tenant_id, day, member_id)
) with (fillfactor=80);
create index member_days_by_day on core.member_days (day, tenant_id, member_id);
call core.protect_table('core.member_days');

-- A tenant's usage on a day in the reporting time zone.
create table core.tenant_days (
  tenant_id text not null,
  day       date not null,
  events    bigint not null default 0,
  activity  bigint not null default 0,  -- activity events, other events with a member, and started sessions
  sessions  int not null default 0,  -- started on this day
  seconds   bigint not null default 0,  -- length of ended sessions that started on this day
  members   int not null default 0,  -- distinct members with activity
  meters    jsonb not null default '{}',  -- value by meter key
  primary key (tenant_id, day)
) with (fillfactor=80);
create index tenant_days_by_day on core.tenant_days (day, tenant_id);
call core.protect_table('core.tenant_days');

-- Values of meters that can't be added up: the latest value of a day, or its distinct values.
create table core.meter_values (
  tenant_id text not null,
  meter     text not null,
  day       date not null,
  value     text not null,  -- latest: one row per day; unique: one row per distinct value
  at        timestamptz not null,
  primary key (tenant_id, meter, day, value)
);
call core.protect_table('core.meter_values');

-- Usage of the whole platform per quarter of an hour, so that days can be calculated in any time zone.
create table core.usage_buckets (
  mode        text not null,
  meter       text not null,
  group_value text not null default '',  -- empty for the total; name=value for a value of group_by
  bucket      timestamptz not null,
  num         numeric not null,  -- sum, count or max
  n           bigint not null,
  primary key (mode, meter, group_value, bucket)
);
call core.protect_global_table('core.usage_buckets');
grant select on core.usage_buckets to oc_console;

-- Sessions of the whole platform per quarter of an hour.
create table core.session_buckets (
  mode    text not null,
  bucket  timestamptz not null,
  started int not null,
  peak    int not null,  -- maximum open at the same time
  primary key (mode, bucket)
);
call core.protect_global_table('core.session_buckets');
grant select on core.session_buckets to oc_console;

-- Quarters of an hour with changed sessions, to be recalculated.
create table core.stale_session_buckets (
  mode   text not null,
  bucket timestamptz not null,
  primary key (mode, bucket)
);
call core.protect_global_table('core.stale_session_buckets');
grant select on core.stale_session_buckets to oc_console;

-- Days changed by event processing, whose stored metric points are stale.
create table core.days_touched (
  mode       text not null,
  day        date not null,
  touched_at timestamptz not null,
  primary key (mode, day)
);
call core.protect_global_table('core.days_touched');
grant select on core.days_touched to oc_console;

-- Running processes of the application, by their heartbeats.
create table core.instances (
  tenant_id    text not null default 'tnt_platform',
  instance_id  text not null,  -- the application's own id
  mode         text not null check (mode in ('live', 'test')),
  name         text,
  version      text,
  region       text,
  started_at   timestamptz,
  heartbeat_at timestamptz not null,
  facts        jsonb not null default '{}',
  primary key (tenant_id, mode, instance_id)
);
call core.protect_table('core.instances');

-- Purchases reported by the application. Repeated reports with the same id replace earlier ones.
create table core.purchases (
  tenant_id   text not null,
  purchase_id text not null,  -- the application's own id
  at          timestamptz not null,
  amount      bigint not null check (amount >= 0),  -- total in minor units
  currency    text not null,
  name        text,  -- description by the application
  plan        text,  -- key of the paid plan
  quantity    int not null default 1 check (quantity > 0),
  from_at     timestamptz,  -- start of the paid period; null for a one-time payment
  to_at       timestamptz,
  member_id   text,  -- buyer
  primary key (tenant_id, purchase_id),
  check (to_at > from_at)
);
create index purchases_by_time on core.purchases (at, tenant_id, purchase_id);
create index purchases_of_tenant on core.purchases (tenant_id, at, purchase_id);
create index purchases_of_member on core.purchases (tenant_id, member_id) where member_id is not null;
call core.protect_table('core.purchases');

-- Event identities: a digest that includes the tenant and starts with the time in the event's own id. Recent events are therefore
-- looked up and stored next to each other instead of across 64 days. Contains no tenant data, so it belongs to no tenant.
create table core.event_ids (
  id         uuid not null,
  generation int not null,
  primary key (id, generation)
) partition by list (generation);
call core.protect_global_table('core.event_ids');

create table core.event_ids_0 partition of core.event_ids for values in (0);

-- Usage of enforced meters, one row per tenant, meter and month of a statement, merged into meter_counters shortly after.
-- Updating the counter in each statement cost two thirds as much as storing the events, because the row is looked up, locked and
-- rewritten, with two WAL records.
create table core.meter_additions (
  tenant_id text not null,
  meter     text not null,
  period    date not null,  -- first day of the month
  used      numeric not null
) with (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=10000);
call core.protect_table('core.meter_additions');

select set_config('app.intake', 'migration', true);
insert into core.reporting default values;
insert into core.event_generations (generation) values (0);
insert into core.projection default values;
