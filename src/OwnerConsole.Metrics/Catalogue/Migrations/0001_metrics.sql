-- Calculated values of metrics for today and for past days, weeks and months, and the days that must be recalculated.

-- Today's values of a large platform, calculated in the background for all viewers, because counting the distinct people
-- of a month takes seconds.
create table core.metric_today (
  tenant_id    text not null default 'tnt_platform',  -- always tnt_platform
  mode         text not null check (mode in ('live', 'test')),
  metric       text not null,
  dimension    text not null default '',  -- empty for the total
  fingerprint  text not null,  -- hash of the metric's definition
  zone         text not null,  -- IANA time zone of the day
  day          date not null,
  cells        jsonb not null,  -- query result
  computed_at  timestamptz not null,
  requested_at timestamptz not null,  -- deleted one hour after the last request
  primary key (tenant_id, mode, metric, dimension)
);
call core.protect_table('core.metric_today');

-- Value of a completed day, week or month, so that a chart over years reads only the points that it shows.
-- A changed value is stored as a new revision; earlier revisions are kept.
create table core.metric_points (
  tenant_id       text not null default 'tnt_platform',  -- always tnt_platform
  mode            text not null check (mode in ('live', 'test')),
  metric          text not null,
  fingerprint     text not null,  -- hash of the definition; a series contains only one
  version         int not null,
  zone            text not null,  -- IANA time zone of the bucket
  grain           text not null check (grain in ('day', 'week', 'month')),
  dimension       text not null default '',  -- empty for the total
  bucket          date not null,  -- first day
  dimension_value text not null default '',  -- = and the dimension's value; empty for unknown
  revision        int not null,
  num             numeric,
  den             numeric,
  n               bigint not null,
  computed_at     timestamptz not null default now(),
  primary key (tenant_id, mode, metric, fingerprint, zone, grain, dimension, bucket, dimension_value, revision)
);
call core.protect_table('core.metric_points');
revoke update, delete on core.metric_points from oc_app;

-- Past days with changed data. Rows are only added, so that writers don't wait; the recalculation deletes the rows it has read.
create table core.stale_days (
  stale_id   bigint generated always as identity primary key,
  mode       text not null check (mode in ('live', 'test')),
  basis      text not null,  -- basis of the affected metrics; * for all
  day        date not null,
  ever_after boolean not null,  -- all later days are stale as well
  xid        xid8 not null default pg_current_xact_id()
);
call core.protect_global_table('core.stale_days');
grant select on core.stale_days to oc_console;

-- Transactions that the points of a day, week or month include.
create table core.point_watermarks (
  mode        text not null check (mode in ('live', 'test')),
  metric      text not null,
  fingerprint text not null,
  zone        text not null,
  grain       text not null check (grain in ('day', 'week', 'month')),
  bucket      date not null,  -- first day
  xid         xid8 not null,  -- all earlier transactions are included
  primary key (mode, metric, fingerprint, zone, grain, bucket)
);
call core.protect_global_table('core.point_watermarks');
grant select on core.point_watermarks to oc_console;
