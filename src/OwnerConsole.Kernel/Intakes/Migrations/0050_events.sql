-- What an application reports of its tenants: each event once, then folded into what pages read. Costs of reading don't grow with the events.

-- How numbers are cut: one row, the owner's.
create table core.reporting (
  only_row      boolean primary key default true check (only_row),
  zone          text not null default 'UTC',              -- IANA; days, weeks and months of every number begin in it
  currency      text not null default 'USD',
  session_limit interval not null default '12 hours' check (session_limit between '1 minute' and '24 hours'),
  keep_events   interval not null default '90 days',      -- raw events; what was folded from them stays for ever
  imports_until timestamptz                               -- when the first month was closed: history is imported before, not after
);
insert into core.reporting default values;
call core.own_global('core.reporting');
grant select on core.reporting to oc_console;

-- What was already taken in, as 128 bits of SHA-256 over source and id. Generations rotate after the retry window; ids are dropped with theirs, never deleted. Generation 0 is history imports'.
create table core.event_generations (
  generation int primary key,
  opened_at  timestamptz not null default now()
);
insert into core.event_generations (generation) values (0);
call core.own_global('core.event_generations');
grant select on core.event_generations to oc_console;

create table core.event_keys (
  tenant_id  text not null,
  key        uuid not null,
  generation int not null,
  primary key (tenant_id, key, generation)
) partition by list (generation);
call core.own('core.event_keys');

-- No key of its own: that an event is taken once is the business of core.event_keys, and a second unique index would cost half of the rate.
create table core.events (
  tenant_id   text not null,
  received_at timestamptz not null default now(),
  xid         xid8 not null default pg_current_xact_id(),  -- the cursor of folding: below the oldest running transaction nothing can appear any more
  at          timestamptz not null,                        -- when it happened, as the application says
  type        text not null,
  source      text not null,
  member      text,                                        -- the application's own id
  data        jsonb
) partition by range (received_at);
create index events_by_xid on core.events (xid);
create index events_by_time on core.events using brin (at);
call core.own('core.events');

-- Makes the partitions that writers need and drops those whose time is over. Its owner's, because nobody else changes the schema while the program runs.
create function core.grow_events(retry_window interval default '32 days', keep interval default null) returns void language plpgsql security definer set search_path = pg_catalog as $$
declare
  newest record;
  part record;
  from_day date := (now() at time zone 'UTC')::date;
begin
  perform pg_advisory_xact_lock(7306085571211047937);
  select * into newest from core.event_generations order by generation desc limit 1;
  if newest.generation = 0 or newest.opened_at < now() - retry_window then
    insert into core.event_generations (generation) values (newest.generation + 1);
    execute format('create table core.event_keys_%s partition of core.event_keys for values in (%s)', newest.generation + 1, newest.generation + 1);
    if newest.generation > 1 then
      execute format('drop table core.event_keys_%s', newest.generation - 1);
      delete from core.event_generations where generation = newest.generation - 1;
    end if;
  end if;
  for ahead in 0..3 loop
    if to_regclass(format('core.events_%s', to_char(from_day + ahead, 'YYYYMMDD'))) is null then
      execute format('create table core.events_%s partition of core.events for values from (%L) to (%L)',
        to_char(from_day + ahead, 'YYYYMMDD'), (from_day + ahead)::timestamp at time zone 'UTC', (from_day + ahead + 1)::timestamp at time zone 'UTC');
    end if;
  end loop;
  if keep is not null then
    for part in
      select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
       where i.inhparent = 'core.events'::regclass and c.relname < 'events_' || to_char(((now() - keep) at time zone 'UTC')::date, 'YYYYMMDD')
    loop
      execute format('drop table core.%I', part.relname);
    end loop;
  end if;
end $$;
revoke execute on function core.grow_events(interval, interval) from public;
grant execute on function core.grow_events(interval, interval) to oc_app;

create table core.event_keys_0 partition of core.event_keys for values in (0);

-- How far folding has come; the cluster's id, because transaction ids start over in another.
create table core.folding (
  only_row          boolean primary key default true check (only_row),
  next_xid          xid8 not null default '0',
  system_identifier bigint,
  folded_at         timestamptz not null default now()
);
insert into core.folding default values;
call core.own_global('core.folding');
grant select on core.folding to oc_console;

-- What could not be taken in, for 30 days, so that it can be looked at and taken in again.
create table core.dead_letters (
  tenant_id   text not null default 'tnt_platform',        -- the platform's: for most of them the tenant is what was unknown
  letter_id   bigint generated always as identity,
  population  text not null check (population in ('live', 'demo')),
  key_id      text not null,
  is_backfill boolean not null,
  reason      text not null,                               -- a word that programs can tell apart
  says        text not null,                               -- what to do
  body        text not null,                               -- the event as CloudEvents JSON
  received_at timestamptz not null default now(),
  ended_at    timestamptz,                                 -- taken in after all, or discarded
  ended_as    text check (ended_as in ('replayed', 'discarded')),
  primary key (tenant_id, letter_id)
);
create index dead_letters_open on core.dead_letters (population, letter_id desc) where ended_at is null;
call core.own('core.dead_letters');

-- What came in, counted in the transaction that took it: per key, client, hour and outcome. Each writer has rows of its own, so none waits for another.
create table core.intake_counts (
  key_id     text not null,
  hour       timestamptz not null,
  client     text not null,                                -- the first words of its User-Agent
  outcome    text not null,                                -- accepted, duplicate, or why it was rejected
  writer     int not null,
  population text not null,
  n          bigint not null,
  last_at    timestamptz not null,
  primary key (key_id, hour, client, outcome, writer)
);
create index intake_counts_by_hour on core.intake_counts (population, hour);
call core.own_global('core.intake_counts');
grant select on core.intake_counts to oc_console;

-- What is measured. A meter is opened by one run and closed by another; from then on its events are counted.
create table core.meters (
  key        text primary key,
  name       text not null,
  unit       text not null,
  event_type text not null,
  adds       text not null check (adds in ('sum', 'count', 'max', 'latest', 'unique')),
  value_path text[] not null default '{}',                 -- in the event's data; empty for count
  group_by   text[] not null default '{}',                 -- names in the event's data, ten at most
  enforced   boolean not null default false,               -- counted in the transaction that takes the event in
  opened_by  text not null,
  opened_at  timestamptz not null,
  closed_by  text,
  closed_at  timestamptz
);
call core.own_global('core.meters');
grant select on core.meters to oc_console;

-- What enforced meters stand at, month by month in UTC.
create table core.meter_counters (
  tenant_id text not null,
  meter     text not null,
  period    date not null,
  used      numeric not null,
  primary key (tenant_id, meter, period)
) with (fillfactor = 70);
call core.own('core.meter_counters');

-- Intervals of use. One with an end and no start is no session yet; one without an end is open, or was ended by its time being up.
create table core.sessions (
  tenant_id  text not null,
  session_id text not null,                                -- the application's own
  member_id  text,
  started_at timestamptz,
  ended_at   timestamptz,
  timed_out  boolean not null default false,               -- nobody said when it ended, or it was longer than a session may be
  primary key (tenant_id, session_id)
);
create index sessions_of_tenant on core.sessions (tenant_id, started_at, session_id);
create index sessions_by_start on core.sessions (started_at);
create index sessions_open on core.sessions (started_at) where ended_at is null;
call core.own('core.sessions');

-- A member on a day of the owner's zone: the truth behind every count of people.
create table core.member_days (
  tenant_id text not null,
  day       date not null,
  member_id text not null,
  last_at   timestamptz not null,
  primary key (tenant_id, day, member_id)
) with (fillfactor = 80);
create index member_days_by_day on core.member_days (day, tenant_id, member_id);
call core.own('core.member_days');

-- A tenant on a day: everything folded into one row.
create table core.tenant_days (
  tenant_id text not null,
  day       date not null,
  events    bigint not null default 0,
  activity  bigint not null default 0,                     -- events that name a member, activity, sessions that started
  sessions  int not null default 0,                        -- that started on this day
  seconds   bigint not null default 0,                     -- of those that started on this day and have ended
  members   int not null default 0,                        -- different ones with activity
  meters    jsonb not null default '{}',                   -- value by meter
  primary key (tenant_id, day)
) with (fillfactor = 80);
create index tenant_days_by_day on core.tenant_days (day, tenant_id);
call core.own('core.tenant_days');

-- For meters that can't be added up: the latest value of a day, and the different values of one.
create table core.meter_values (
  tenant_id text not null,
  meter     text not null,
  day       date not null,
  value     text not null,                                 -- of latest: one row a day; of unique: as many as there were
  at        timestamptz not null,
  primary key (tenant_id, meter, day, value)
);
call core.own('core.meter_values');

-- The whole platform's usage in quarters of an hour, from which the day of any zone can be cut.
create table core.usage_buckets (
  population text not null,
  meter      text not null,
  cut        text not null default '',                     -- the empty word for all; name=value for one value of group_by
  bucket     timestamptz not null,
  num        numeric not null,                             -- sum, count or max
  n          bigint not null,
  primary key (population, meter, cut, bucket)
);
call core.own_global('core.usage_buckets');
grant select on core.usage_buckets to oc_console;

-- Sessions of the whole platform in quarters of an hour.
create table core.session_buckets (
  population text not null,
  bucket     timestamptz not null,
  started    int not null,
  peak       int not null,                                 -- most open at once
  primary key (population, bucket)
);
call core.own_global('core.session_buckets');
grant select on core.session_buckets to oc_console;

-- Quarters of an hour whose sessions changed; counted anew soon.
create table core.session_dirt (
  population text not null,
  bucket     timestamptz not null,
  primary key (population, bucket)
);
call core.own_global('core.session_dirt');
grant select on core.session_dirt to oc_console;

-- Days that folding changed, for whoever keeps points of closed days.
create table core.days_touched (
  population text not null,
  day        date not null,
  touched_at timestamptz not null,
  primary key (population, day)
);
call core.own_global('core.days_touched');
grant select on core.days_touched to oc_console;

-- Processes of the application, by the sign of life each gives.
create table core.instances (
  tenant_id   text not null default 'tnt_platform',
  instance_id text not null,                               -- the application's own
  population  text not null check (population in ('live', 'demo')),
  name        text,
  version     text,
  region      text,
  started_at  timestamptz,
  beat_at     timestamptz not null,
  facts       jsonb not null default '{}',
  primary key (tenant_id, population, instance_id)
);
call core.own('core.instances');
