-- PagerDuty, Datadog and New Relic as channels of alerts.
alter table channels.channels drop constraint channels_kind_check;
alter table channels.channels
  add constraint channels_kind_check
    check (kind in ('twilio_sms', 'twilio_whatsapp', 'slack', 'discord', 'webhook', 'web_push', 'pagerduty', 'datadog', 'new_relic')),
  add column region text;  -- us or eu for PagerDuty and New Relic, site of Datadog; null for other kinds
