-- Rules that watch the error budgets of SLOs.
alter table alerts.rules
  add column slo_id     text,  -- null for other kinds
  add column burn_speed text check (burn_speed in ('fast', 'medium', 'slow'));  -- null for other kinds
alter table alerts.rules drop constraint rules_kind_check;
alter table alerts.rules add constraint rules_kind_check check (kind in ('probe', 'log_event', 'metric', 'absence', 'slo_burn'));
alter table alerts.rules add constraint rules_slo_check check ((kind = 'slo_burn') = (slo_id is not null and burn_speed is not null));
