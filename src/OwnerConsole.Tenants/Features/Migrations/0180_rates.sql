-- A rate: so many within a second, a minute or an hour, coming back evenly.
alter table features.features
  drop constraint features_kind_check,
  drop constraint features_resets_check,
  add constraint features_kind_check check (kind in ('boolean', 'config', 'counter', 'gauge', 'unique', 'rate')),
  add constraint features_resets_check check (resets in ('day', 'week', 'month', 'year', 'never', 'second', 'minute', 'hour')),
  add constraint features_rate_check check ((kind = 'rate') = (resets in ('second', 'minute', 'hour')));
