-- Tables of Intakes.
-- How numbers are cut: one row, the owner's.
create table core.reporting (
  only_row      boolean primary key default true check (only_row),
  zone          text not null default 'UTC',  -- IANA; days, weeks and months of every number begin in it
  currency      text not null default 'USD',
  session_limit interval not null default '12:00:00' check ((session_limit >= '00:01:00') and (session_limit <= '24:00:00')),
  keep_events   interval not null default '90 days',  -- raw events; what was folded from them stays for ever
  imports_until timestamptz,  -- when the first month was closed: history is imported before, not after
  changed_by    text  -- the run; null as it was installed
);
call core.protect_global_table('core.reporting');
grant select on core.reporting to oc_bound, oc_console, oc_portal;

-- What was already taken in, as 128 bits of SHA-256 over source and id. Generations rotate after the retry window; ids are dropped with theirs, never deleted. Generation 0 is history imports'.
create table core.event_generations (
  generation  int primary key,
  opened_at   timestamptz not null default now(),
  keyed_until timestamptz
);
call core.protect_global_table('core.event_generations');
grant select on core.event_generations to oc_console;

create table core.event_keys (
  tenant_id  text not null,
  key        uuid not null,
  generation int not null,
  primary key (tenant_id, key, generation)
) partition by list (generation);
call core.protect_table('core.event_keys');

-- No key of its own: that an event is taken once is the business of core.event_keys, and a second unique index would cost half of the rate.
create table core.events (
  tenant_id   text not null,
  received_at timestamptz not null default now(),
  xid         xid8 not null default pg_current_xact_id(),  -- the cursor of folding: below the oldest running transaction nothing can appear any more
  at          timestamptz not null,  -- when it happened, as the application says
  type        text not null,
  source      text not null,
  member      text,  -- the application's own id
  data        jsonb
) partition by range (received_at);
create index events_by_xid on core.events (xid);
create index events_by_time on core.events using brin (at);
create index events_of_member on core.events (tenant_id, member, at desc) where member is not null;
call core.protect_table('core.events');

create table core.event_keys_0 partition of core.event_keys for values in (0);

-- How far folding has come; the cluster's id, because transaction ids start over in another.
create table core.projection (
  only_row          boolean primary key default true check (only_row),
  next_xid          xid8 not null default '0',
  system_identifier bigint,
  projected_at         timestamptz not null default now(),
  sessions_until    timestamptz not null default now(),
  reproject_day       date,  -- the next day to count anew; -infinity to begin; null when there is none
  reproject_after     text not null default '',  -- of that day the tenants up to this one are counted
  reproject_xid       xid8,  -- the platform's usage of that day is counted anew from events folded before it was begun; those after are added as always
  reproject_requested_at  timestamptz
);
call core.protect_global_table('core.projection');
grant select on core.projection to oc_bound, oc_console;

-- What could not be taken in, for 30 days, so that it can be looked at and taken in again.
create table core.dead_letters (
  tenant_id   text not null default 'tnt_platform',  -- the platform's: for most of them the tenant is what was unknown
  dead_letter_id   bigint generated always as identity,
  mode  text not null check (mode in ('live', 'test')),
  key_id      text not null,
  is_backfill boolean not null,
  reason      text not null,  -- a word that programs can tell apart
  says        text not null,  -- what to do
  body        text not null,  -- the event as CloudEvents JSON
  received_at timestamptz not null default now(),
  ended_at    timestamptz,  -- taken in after all, or discarded
  ended_as    text check (ended_as in ('replayed', 'discarded')),
  ended_by    text,
  retried_at  timestamptz,
  primary key (tenant_id, dead_letter_id)
);
create index dead_letters_open on core.dead_letters (mode, dead_letter_id desc) where ended_at is null;
create index dead_letters_ended on core.dead_letters (ended_by) where ended_by is not null;
create index dead_letters_by_reason on core.dead_letters (tenant_id, mode, reason, dead_letter_id desc) where ended_at is null;
call core.protect_table('core.dead_letters');

-- What came in, counted in the transaction that took it: per key, client, hour and outcome. Each writer has rows of its own, so none waits for another.
create table core.intake_counts (
  key_id     text not null,
  hour       timestamptz not null,
  client     text not null,  -- the first words of its User-Agent
  outcome    text not null,  -- accepted, duplicate, or why it was rejected
  writer     int not null,
  mode text not null,
  n          bigint not null,
  last_at    timestamptz not null,
  primary key (key_id, hour, client, outcome, writer)
);
create index intake_counts_by_hour on core.intake_counts (mode, hour);
call core.protect_global_table('core.intake_counts');
grant select on core.intake_counts to oc_console;

-- What is measured. A meter is opened by one run and closed by another; from then on its events are counted.
create table core.meters (
  key        text primary key,
  name       text not null,
  unit       text not null,
  event_type text not null,
  adds       text not null check (adds in ('sum', 'count', 'max', 'latest', 'unique')),
  value_path text[] not null default '{}',  -- in the event's data; empty for count
  group_by   text[] not null default '{}',  -- names in the event's data, ten at most
  enforced   boolean not null default false,  -- counted in the transaction that takes the event in
  opened_by  text not null,
  opened_at  timestamptz not null,
  closed_by  text,
  closed_at  timestamptz,
  meter_id   text not null default 'mtr_' || replace(gen_random_uuid()::text, '-', '') unique  -- of those before, and of a release before
);
call core.protect_global_table('core.meters');
grant select on core.meters to oc_bound, oc_console;

-- What enforced meters stand at, month by month in UTC.
create table core.meter_counters (
  tenant_id text not null,
  meter     text not null,
  period    date not null,
  used      numeric not null,
  primary key (tenant_id, meter, period)
) with (fillfactor=70);
call core.protect_table('core.meter_counters');

-- Intervals of use. One with an end and no start is no session yet; one without an end is open, or was ended by its time being up.
create table core.sessions (
  tenant_id     text not null,
  session_id    text not null,  -- the application's own
  member_id     text,
  started_at    timestamptz,
  ended_at      timestamptz,
  timed_out     boolean not null default false,  -- nobody said when it ended, or it was longer than a session may be
  end_reported_at timestamptz,
  primary key (tenant_id, session_id)
);
create index sessions_of_tenant on core.sessions (tenant_id, started_at, session_id);
create index sessions_by_start on core.sessions (started_at);
create index sessions_open on core.sessions (started_at) where ended_at is null;
create index sessions_of_member on core.sessions (tenant_id, member_id, started_at, session_id) where member_id is not null;
call core.protect_table('core.sessions');

-- A member on a day of the owner's zone: the truth behind every count of people.
create table core.member_days (
  tenant_id text not null,
  day       date not null,
  member_id text not null,
  last_at   timestamptz not null,
  primary key (tenant_id, day, member_id)
) with (fillfactor=80);
create index member_days_by_day on core.member_days (day, tenant_id, member_id);
call core.protect_table('core.member_days');

-- A tenant on a day: everything folded into one row.
create table core.tenant_days (
  tenant_id text not null,
  day       date not null,
  events    bigint not null default 0,
  activity  bigint not null default 0,  -- events that name a member, activity, sessions that started
  sessions  int not null default 0,  -- that started on this day
  seconds   bigint not null default 0,  -- of those that started on this day and have ended
  members   int not null default 0,  -- different ones with activity
  meters    jsonb not null default '{}',  -- value by meter
  primary key (tenant_id, day)
) with (fillfactor=80);
create index tenant_days_by_day on core.tenant_days (day, tenant_id);
call core.protect_table('core.tenant_days');

-- For meters that can't be added up: the latest value of a day, and the different values of one.
create table core.meter_values (
  tenant_id text not null,
  meter     text not null,
  day       date not null,
  value     text not null,  -- of latest: one row a day; of unique: as many as there were
  at        timestamptz not null,
  primary key (tenant_id, meter, day, value)
);
call core.protect_table('core.meter_values');

-- The whole platform's usage in quarters of an hour, from which the day of any zone can be cut.
create table core.usage_buckets (
  mode text not null,
  meter      text not null,
  cut        text not null default '',  -- the empty word for all; name=value for one value of group_by
  bucket     timestamptz not null,
  num        numeric not null,  -- sum, count or max
  n          bigint not null,
  primary key (mode, meter, cut, bucket)
);
call core.protect_global_table('core.usage_buckets');
grant select on core.usage_buckets to oc_console;

-- Sessions of the whole platform in quarters of an hour.
create table core.session_buckets (
  mode text not null,
  bucket     timestamptz not null,
  started    int not null,
  peak       int not null,  -- most open at once
  primary key (mode, bucket)
);
call core.protect_global_table('core.session_buckets');
grant select on core.session_buckets to oc_console;

-- Quarters of an hour whose sessions changed; counted anew soon.
create table core.stale_session_buckets (
  mode text not null,
  bucket     timestamptz not null,
  primary key (mode, bucket)
);
call core.protect_global_table('core.stale_session_buckets');
grant select on core.stale_session_buckets to oc_console;

-- Days that folding changed, for whoever keeps points of closed days.
create table core.days_touched (
  mode text not null,
  day        date not null,
  touched_at timestamptz not null,
  primary key (mode, day)
);
call core.protect_global_table('core.days_touched');
grant select on core.days_touched to oc_console;

-- Processes of the application, by the sign of life each gives.
create table core.instances (
  tenant_id   text not null default 'tnt_platform',
  instance_id text not null,  -- the application's own
  mode  text not null check (mode in ('live', 'test')),
  name        text,
  version     text,
  region      text,
  started_at  timestamptz,
  heartbeat_at     timestamptz not null,
  facts       jsonb not null default '{}',
  primary key (tenant_id, mode, instance_id)
);
call core.protect_table('core.instances');

create table core.reporting_changes (
  run_id        text primary key,
  zone          text not null,  -- as it was before
  currency      text not null,
  session_limit interval not null,
  changed_by    text  -- the run before
);
call core.protect_global_table('core.reporting_changes');
grant select on core.reporting_changes to oc_console;

-- What was paid for, as the application says. Its own id makes a purchase one, however often it is reported; the last report counts.
create table core.purchases (
  tenant_id   text not null,
  purchase_id text not null,  -- the application's own
  at          timestamptz not null,
  amount      bigint not null check (amount >= 0),  -- in the smallest unit, of all of it
  currency    text not null,
  name        text,  -- what it was, in the application's words
  plan        text,  -- the key of the plan that it pays for
  quantity    int not null default 1 check (quantity > 0),
  from_at     timestamptz,  -- the time that it pays for; without one it is paid once
  to_at       timestamptz,
  member_id   text,  -- who bought it
  primary key (tenant_id, purchase_id),
  check (to_at > from_at)
);
create index purchases_by_time on core.purchases (at, tenant_id, purchase_id);
create index purchases_of_tenant on core.purchases (tenant_id, at, purchase_id);
create index purchases_of_member on core.purchases (tenant_id, member_id) where member_id is not null;
call core.protect_table('core.purchases');

-- An event is known by a digest that its tenant is part of, and that begins with the moment its own id tells: what comes in now is looked for and kept beside what came in just before, not anywhere among 64 days. It says nothing of anybody, so it is nobody's.
create table core.event_ids (
  id         uuid not null,
  generation int not null,
  primary key (id, generation)
) partition by list (generation);
call core.protect_global_table('core.event_ids');

create table core.event_ids_0 partition of core.event_ids for values in (0);

-- What enforced meters count is written down beside the events, a line for each tenant of a statement, and added up a moment later. Added to what a tenant stands at by each statement it cost two thirds of what the event costs itself: the row is looked for, locked and written anew, with two lines in the database's own log.
create table core.meter_additions (
  tenant_id text not null,
  meter     text not null,
  period    date not null,
  used      numeric not null
) with (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=10000);
call core.protect_table('core.meter_additions');

select set_config('app.intake', 'migration', true);
insert into core.reporting default values;
insert into core.event_generations (generation) values (0);
insert into core.projection default values;
