-- Of a rate one moment is kept, in the row that holds its limit: when all that was used has come back. What is used of it now follows from that and the clock.
alter table entitlements.usage
  add column rate_seconds int check (rate_seconds > 0), -- within which the limit comes back; null for whatever is counted
  add column full_at      timestamptz;
grant select (rate_seconds, full_at) on entitlements.usage to oc_portal;
