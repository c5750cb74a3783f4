-- Rules that compare a metric with its own past, and rules that watch other rules.
alter table alerts.rules
  add column measured_over  text check (measured_over in ('hour', 'day', 'week')),  -- period of the number; null for other kinds, as the others
  add column compared_with  text check (compared_with in ('previous_period', 'day_ago', 'week_ago')),
  add column change_in      text check (change_in in ('percent', 'absolute')),
  add column direction      text check (direction in ('both', 'up', 'down')),
  add column min_base       numeric,  -- smaller earlier numbers cause no alert
  add column deviations     int check (deviations > 0),  -- from the median that are usual
  add column history_weeks  int check (history_weeks > 0),
  add column min_points     int check (min_points > 0),  -- with fewer earlier numbers, there is no alert
  add column min_difference numeric,  -- smaller distances from the median cause no alert
  add column rule_ids       text[] not null default '{}',  -- rules that a composite rule watches
  add column match_rules    text check (match_rules in ('all', 'any', 'at_least')),
  add column min_rules      int check (min_rules > 0);  -- null unless at_least
alter table alerts.rules drop constraint rules_kind_check;
alter table alerts.rules add constraint rules_kind_check
  check (kind in ('probe', 'log_event', 'metric', 'absence', 'slo_burn', 'change', 'anomaly', 'composite'));
alter table alerts.rules add constraint rules_change_check check ((kind = 'change') = (compared_with is not null and change_in is not null and min_base is not null));
alter table alerts.rules add constraint rules_anomaly_check
  check ((kind = 'anomaly') = (deviations is not null and history_weeks is not null and min_points is not null and min_difference is not null));
alter table alerts.rules add constraint rules_compared_check
  check ((kind in ('change', 'anomaly')) = (measured_over is not null and direction is not null) and (kind not in ('change', 'anomaly') or metric is not null));
alter table alerts.rules add constraint rules_composite_check check ((kind = 'composite') = (cardinality(rule_ids) > 0 and match_rules is not null));

alter table alerts.readings
  add column compared       numeric,  -- earlier number, or the median of the earlier numbers; null without any, and for other kinds
  add column deviation      numeric,  -- usual distance from the median; null for other kinds than anomalies
  add column points         int,  -- number of the earlier numbers; null for other kinds than anomalies
  add column measured_until timestamptz;  -- end of the period of the number; null for other kinds
