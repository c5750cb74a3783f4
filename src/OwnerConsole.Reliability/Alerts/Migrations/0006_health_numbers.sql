-- Rules that watch numbers of services and of the platform, such as the CPU use of each replica.
alter table alerts.rules
  add column health_number text,  -- key of the number; null for other kinds, as the others
  add column service       text,  -- null for all services, and for numbers without services
  add column number_scope  text check (number_scope in ('replica', 'service')),
  add column missing_data  text check (missing_data in ('keep', 'alert', 'resolve'));
alter table alerts.rules drop constraint rules_kind_check;
alter table alerts.rules add constraint rules_kind_check
  check (kind in ('probe', 'log_event', 'metric', 'absence', 'slo_burn', 'change', 'anomaly', 'composite', 'health_number'));
alter table alerts.rules add constraint rules_number_check
  check ((kind = 'health_number') = (health_number is not null and number_scope is not null and missing_data is not null)
     and (kind <> 'health_number' or comparison is not null and threshold is not null));
