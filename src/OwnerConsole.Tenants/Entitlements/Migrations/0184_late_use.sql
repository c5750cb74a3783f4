-- What has happened already is counted where it happened, while that period is open or was until a moment ago; what comes later goes to the period that runs, and is written down here, so that it is explained.
create table entitlements.adjustments (
  tenant_id    text not null,
  adjustment   bigint generated always as identity,
  feature      text not null,
  period_start timestamptz not null,     -- with the feature the row that counts it
  happened_at  timestamptz not null,     -- in a period before
  amount       numeric(24, 6) not null check (amount > 0),
  refunded     numeric(24, 6),           -- so much of it was given back; null for nothing
  claim_key    text,                     -- that it was counted under; null where it had none
  at           timestamptz not null,
  primary key (tenant_id, adjustment)
);
create index adjustments_by_period on entitlements.adjustments (tenant_id, feature, period_start);
create index adjustments_by_claim on entitlements.adjustments (tenant_id, claim_key) where claim_key is not null;
create index adjustments_by_age on entitlements.adjustments using brin (at);
call core.own('entitlements.adjustments');
call core.show_in_portal('entitlements.adjustments', 'tenant_id', 'feature', 'period_start', 'amount', 'refunded');

alter table entitlements.claims add column happened_at timestamptz; -- as the application said; null for what was about to happen

-- Nobody can do anything about a limit of a period that is over: what is counted there later reaches no threshold.
create or replace function entitlements.reached() returns trigger language plpgsql as $$
begin
  insert into entitlements.thresholds as t (tenant_id, feature, period_start, period_end, threshold, allows, used, reached_at)
  select new.tenant_id, new.feature, new.period_start, new.period_end, s.threshold, new.allows, entitlements.of_limit(new.used, new.included, new.burnt), now()
    from unnest(array[80, 90, 100]) s(threshold)
   where new.period_end > now() and s.threshold <= entitlements.threshold(entitlements.of_limit(new.used, new.included, new.burnt), new.allows)
  on conflict (tenant_id, feature, period_start, threshold) do update
     set allows = excluded.allows, used = excluded.used, reached_at = excluded.reached_at, told_at = null
   where t.allows <> excluded.allows;
  return null;
end $$;
