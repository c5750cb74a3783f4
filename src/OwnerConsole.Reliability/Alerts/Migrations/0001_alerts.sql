-- Alerts: rules, the alerts that they cause, groups of alerts that are notified together, routes, silences, and notifications.
create schema alerts;
grant usage on schema alerts to oc_app, oc_console;

-- A version of a rule. The row that is open is the current one; a rule without an open row is removed.
create table alerts.rules (
  tenant_id           text not null,  -- always tnt_platform
  rule_id             text not null,
  kind                text not null check (kind in ('probe', 'log_event', 'metric', 'absence')),
  name                text not null,
  severity            text not null check (severity in ('low', 'medium', 'high', 'critical')),
  probe_id            text,  -- null for all probes, and for other kinds
  includes_degraded   boolean not null default false,
  codes               text[] not null default '{}',  -- codes of log entries, or types of their events
  min_events          int not null default 1 check (min_events > 0),
  period_seconds      int check (period_seconds > 0),  -- null for probes and metrics
  metric              text,
  metric_range        text check (metric_range in ('today', 'week', 'month')),
  comparison          text check (comparison in ('above', 'below')),
  threshold           numeric,
  for_seconds         int not null check (for_seconds >= 0),
  keep_firing_seconds int not null check (keep_firing_seconds >= 0),
  message             text not null,  -- with variables
  opened_by           text not null,
  opened_at           timestamptz not null,
  restored_at         timestamptz,  -- when an undo restored this version; null otherwise
  closed_by           text,
  primary key (tenant_id, rule_id, opened_by),
  check ((kind in ('log_event', 'absence')) = (cardinality(codes) > 0 and period_seconds is not null)),
  check ((kind = 'metric') = (metric is not null and metric_range is not null and comparison is not null and threshold is not null))
);
create unique index rules_open on alerts.rules (tenant_id, rule_id) where closed_by is null;
call core.protect_table('alerts.rules');

-- A rule is paused while a row is open. Its alerts are resolved.
create table alerts.pauses (
  tenant_id text not null,  -- always tnt_platform
  rule_id   text not null,
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  closed_at timestamptz,
  primary key (tenant_id, rule_id, opened_by)
);
create unique index pauses_open on alerts.pauses (tenant_id, rule_id) where closed_by is null;
call core.protect_table('alerts.pauses');

-- The last log entries that a rule counts: as many as it needs to fire.
create table alerts.rule_events (
  tenant_id text not null,  -- always tnt_platform
  rule_id   text not null,
  pos       bigint not null,  -- position in the log
  at        timestamptz not null,
  code      text not null,
  primary key (tenant_id, rule_id, pos)
);
call core.protect_table('alerts.rule_events');

-- The last value of the metric of a rule.
create table alerts.readings (
  tenant_id text not null,  -- always tnt_platform
  rule_id   text not null,
  value     numeric,  -- null if the metric has none
  read_at   timestamptz not null,
  primary key (tenant_id, rule_id)
);
call core.protect_table('alerts.readings');

-- An alert from its first evaluation until it is resolved. When the same condition is met again, that is another alert.
create table alerts.alerts (
  tenant_id   text not null,  -- always tnt_platform
  alert_id    text not null,
  rule_id     text not null,
  fingerprint text not null,  -- of its labels
  labels      jsonb not null,
  name        text not null,  -- of the rule
  severity    text not null check (severity in ('low', 'medium', 'high', 'critical')),
  message     text not null,  -- without variables
  phase       text not null check (phase in ('pending', 'firing', 'resolved')),
  since       timestamptz not null,  -- when the condition was first met
  fired_at    timestamptz,
  ended_at    timestamptz,  -- first evaluation at which the condition of a firing alert was not met
  resolved_at timestamptz,
  primary key (tenant_id, alert_id),
  check ((phase = 'pending') = (fired_at is null)),
  check ((phase = 'resolved') = (resolved_at is not null))
);
create unique index alerts_open on alerts.alerts (tenant_id, fingerprint) where phase <> 'resolved';
create index alerts_by_rule on alerts.alerts (tenant_id, rule_id) where phase <> 'resolved';
create index alerts_open_in_order on alerts.alerts (tenant_id, since desc, alert_id desc) where phase <> 'resolved';
create index alerts_in_order on alerts.alerts (tenant_id, since desc, alert_id desc) where fired_at is not null;
create index alerts_resolved on alerts.alerts (tenant_id, resolved_at desc) where phase = 'resolved';
call core.protect_table('alerts.alerts');

-- An alert is acknowledged while a row is open. Its notification is not repeated.
create table alerts.acknowledgements (
  tenant_id text not null,  -- always tnt_platform
  alert_id  text not null,
  note      text,
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  primary key (tenant_id, alert_id, opened_by)
);
create unique index acknowledgements_open on alerts.acknowledgements (tenant_id, alert_id) where closed_by is null;
call core.protect_table('alerts.acknowledgements');

-- An alert that a person resolved, although its condition is met. It counts as resolved until the condition ends.
create table alerts.resolutions (
  tenant_id text not null,  -- always tnt_platform
  alert_id  text not null,
  note      text not null,
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  primary key (tenant_id, alert_id, opened_by)
);
create unique index resolutions_open on alerts.resolutions (tenant_id, alert_id) where closed_by is null;
call core.protect_table('alerts.resolutions');

-- Alerts that match send no notifications while a row is open and has not expired.
create table alerts.silences (
  tenant_id  text not null,  -- always tnt_platform
  silence_id text not null,
  matchers   jsonb not null,
  comment    text,
  ends_at    timestamptz not null,
  opened_by  text not null,
  opened_at  timestamptz not null,
  closed_by  text,
  closed_at  timestamptz,
  primary key (tenant_id, silence_id)
);
create index silences_open on alerts.silences (tenant_id, ends_at) where closed_by is null;
call core.protect_table('alerts.silences');

-- Notification state of the alerts of a rule, which are notified together. It survives a restart.
create table alerts.groups (
  tenant_id   text not null,  -- always tnt_platform
  rule_id     text not null,
  check_at    timestamptz,  -- null while there are no alerts
  notified_at timestamptz,
  notified    text[] not null default '{}',  -- fingerprints of the firing alerts in the last notification
  primary key (tenant_id, rule_id)
);
create index groups_due on alerts.groups (tenant_id, check_at) where check_at is not null;
call core.protect_table('alerts.groups');

-- A version of the destinations by severity. The row that is open is the current one.
create table alerts.routes (
  tenant_id  text not null,  -- always tnt_platform
  routes     jsonb not null,
  mute_times jsonb not null,
  opened_by  text not null,
  opened_at  timestamptz not null,
  closed_by  text,
  primary key (tenant_id, opened_by)
);
create unique index routes_open on alerts.routes (tenant_id) where closed_by is null;
call core.protect_table('alerts.routes');

-- A notification of a group to one destination.
create table alerts.notifications (
  tenant_id       text not null,  -- always tnt_platform
  notification_id text not null,
  rule_id         text not null,
  reason          text not null check (reason in ('new_firing', 'new_resolved', 'all_resolved', 'repeat')),
  severity        text not null,
  destination     text not null,  -- channel or team member
  reference       text,  -- message or email that was queued; null if there is no such destination any more
  title           text not null,
  body            text not null,
  state           text not null check (state in ('waiting', 'sent', 'delivered', 'failed', 'undelivered', 'not_sent')),
  created_at      timestamptz not null,
  primary key (tenant_id, notification_id)
);
create index notifications_by_rule on alerts.notifications (tenant_id, rule_id, created_at desc, notification_id desc);
create index notifications_in_order on alerts.notifications (tenant_id, created_at desc, notification_id desc);
call core.protect_table('alerts.notifications');
