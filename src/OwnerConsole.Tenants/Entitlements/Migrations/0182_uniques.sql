-- What is counted once in a period is remembered until that is over, in the same way as what takes one of a gauge, which has one period for good.
alter table entitlements.slots
  add column period_start timestamptz not null default '1970-01-01Z', -- with the feature the row that counts it
  drop constraint slots_pkey,
  add primary key (tenant_id, feature, period_start, external_id);
create index slots_by_period on entitlements.slots (period_start) where period_start > '1970-01-01Z';
