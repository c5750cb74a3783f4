-- Records when usage reaches 80, 90 or 100 percent of a limit. Usage paid by credits is excluded.
-- A claim adds usage first and burns credits afterwards, so usage above the included amount is capped at the included amount.
create or replace function entitlements.used_of_limit(used numeric, included numeric, burnt numeric) returns numeric language sql immutable as $$
  select least(used - burnt, included)
$$;

create or replace function entitlements.threshold(used numeric, allows numeric) returns int language sql immutable as $$
  select case when allows is null or used <= 0 then 0 when used >= allows then 100 when used >= allows * 0.9 then 90 when used >= allows * 0.8 then 80 else 0 end
$$;

-- Ended periods record no thresholds, because no one can act on them.
create or replace function entitlements.record_thresholds() returns trigger language plpgsql as $$
begin
  insert into entitlements.thresholds as t (tenant_id, feature, period_start, period_end, threshold, allows, used, reached_at)
  select new.tenant_id, new.feature, new.period_start, new.period_end, s.threshold, new.allows, entitlements.used_of_limit(new.used, new.included, new.burnt), now()
    from unnest(array[80, 90, 100]) s(threshold)
   where new.period_end > now() and s.threshold <= entitlements.threshold(entitlements.used_of_limit(new.used, new.included, new.burnt), new.allows)
  on conflict (tenant_id, feature, period_start, threshold) do update
     set allows = excluded.allows, used = excluded.used, reached_at = excluded.reached_at, notified_at = null
   where t.allows <> excluded.allows;
  return null;
end $$;

create or replace trigger record_thresholds after update on entitlements.usage for each row
  when (entitlements.threshold(entitlements.used_of_limit(new.used, new.included, new.burnt), new.allows)
        > case when new.allows = old.allows then entitlements.threshold(entitlements.used_of_limit(old.used, old.included, old.burnt), old.allows) else 0 end)
  execute function entitlements.record_thresholds();
