-- Why a notification failed, the alerts that it is about, and since when a rule measures the same.
select set_config('app.intake', 'migration', true);
alter table alerts.notifications
  add column error     text,  -- why it was not delivered; null otherwise. That of an email is in core.emails
  add column alert_ids text[];  -- alerts that it is about; null if an earlier release sent it during an upgrade
alter table alerts.notifications no force row level security;  -- this migration runs as the owner
alter table alerts.alerts no force row level security;
update alerts.notifications n set alert_ids = coalesce(
  (select array_agg(a.alert_id order by a.alert_id) from alerts.alerts a
    where a.tenant_id = n.tenant_id and a.rule_id = n.rule_id and a.fired_at <= n.created_at
      and (a.resolved_at is null or n.created_at <= a.resolved_at + interval '6 minutes 30 seconds')), '{}');
alter table alerts.notifications force row level security;
alter table alerts.alerts force row level security;
create index notifications_by_alert on alerts.notifications using gin (alert_ids);
alter table alerts.rules add column measured_since timestamptz;  -- when it was added or last changed in what it measures; null if an earlier release wrote it
