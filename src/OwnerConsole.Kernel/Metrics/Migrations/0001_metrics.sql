-- Tables of Metrics.
-- Of a large platform, today's numbers that somebody looks at: counting the different people of a month takes seconds then, so it is done ahead and not for each reader.
create table core.metric_today (
  tenant_id   text not null default 'tnt_platform',  -- numbers of the whole platform
  mode  text not null check (mode in ('live', 'test')),
  metric      text not null,
  dimension   text not null default '',  -- empty: the whole
  fingerprint text not null,  -- of its definition
  zone        text not null,  -- in which the day begins
  day         date not null,
  cells       jsonb not null,  -- as the statement answered them
  computed_at timestamptz not null,
  requested_at    timestamptz not null,  -- nobody asked for an hour: it is let go
  primary key (tenant_id, mode, metric, dimension)
);
call core.protect_table('core.metric_today');

-- Numbers of days, weeks and months that are over, so that a chart over years reads as much as it shows. A number that changes after all is a new revision; the old one stays.
create table core.metric_points (
  tenant_id   text not null default 'tnt_platform',  -- numbers of the whole platform
  mode  text not null check (mode in ('live', 'test')),
  metric      text not null,
  fingerprint text not null,  -- of its definition: numbers of two are never in one series
  version     int not null,
  zone        text not null,  -- in which the bucket begins
  grain       text not null check (grain in ('day', 'week', 'month')),
  dimension   text not null default '',  -- empty: the whole
  bucket      date not null,  -- its first day
  cut         text not null default '',  -- of a dimension: = and the value; empty for not known
  revision    int not null,
  num         numeric,
  den         numeric,
  n           bigint not null,
  computed_at timestamptz not null default now(),
  primary key (tenant_id, mode, metric, fingerprint, zone, grain, dimension, bucket, cut, revision)
);
call core.protect_table('core.metric_points');
revoke update, delete on core.metric_points from oc_app;

-- Days that are over and whose numbers changed after all. Rows are only added, so nobody waits for anybody; whoever counts anew takes away those it has seen.
create table core.stale_days (
  stale_id    bigint generated always as identity primary key,
  mode text not null check (mode in ('live', 'test')),
  basis      text not null,  -- of the metrics that changed; * for all of them
  day        date not null,
  ever_after boolean not null,  -- every day from this one on, too
  xid        xid8 not null default pg_current_xact_id()
);
call core.protect_global_table('core.stale_days');
grant select on core.stale_days to oc_console;

create table core.point_watermarks (
  mode  text not null check (mode in ('live', 'test')),
  metric      text not null,
  fingerprint text not null,
  zone        text not null,
  grain       text not null check (grain in ('day', 'week', 'month')),
  bucket      date not null,
  xid         xid8 not null,  -- every transaction before this one had ended
  primary key (mode, metric, fingerprint, zone, grain, bucket)
);
call core.protect_global_table('core.point_watermarks');
grant select on core.point_watermarks to oc_console;
