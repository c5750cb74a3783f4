-- Used share of what is available, per hour and day. Bytes alone don't say how full a disk was.
alter table telemetry.resource_rollups
  add column share_samples bigint not null default 0,  -- number of values with a known share
  add column share_sum     double precision not null default 0,
  add column share_max     double precision;  -- null if the share is unknown, and of older rows
