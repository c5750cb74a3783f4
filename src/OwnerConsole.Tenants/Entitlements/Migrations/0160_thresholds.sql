-- That so much of a limit was used: written where the row of the period is, whoever changes it, once for each limit.
create table entitlements.thresholds (
  tenant_id    text not null,
  feature      text not null,
  period_start timestamptz not null,
  period_end   timestamptz not null,
  threshold    int not null,             -- hundredths of the limit: 80, 90, 100
  allows       numeric(24, 6) not null,  -- the limit of which it was reached; of another one it is reached anew
  used         numeric(24, 6) not null,  -- by then
  reached_at   timestamptz not null,
  told_at      timestamptz,              -- null until the log and the application know
  primary key (tenant_id, feature, period_start, threshold)
);
create index thresholds_untold on entitlements.thresholds (reached_at) where told_at is null;
create index thresholds_by_end on entitlements.thresholds (period_end);
call core.own('entitlements.thresholds');

create index usage_by_end on entitlements.usage (period_end);

create function entitlements.threshold(used numeric, allows numeric) returns int language sql immutable as $$
  select case when allows is null or used <= 0 then 0 when used >= allows then 100 when used >= allows * 0.9 then 90 when used >= allows * 0.8 then 80 else 0 end
$$;

create function entitlements.reached() returns trigger language plpgsql as $$
begin
  insert into entitlements.thresholds as t (tenant_id, feature, period_start, period_end, threshold, allows, used, reached_at)
  select new.tenant_id, new.feature, new.period_start, new.period_end, s.threshold, new.allows, new.used, now()
    from unnest(array[80, 90, 100]) s(threshold)
   where s.threshold <= entitlements.threshold(new.used, new.allows)
  on conflict (tenant_id, feature, period_start, threshold) do update
     set allows = excluded.allows, used = excluded.used, reached_at = excluded.reached_at, told_at = null
   where t.allows <> excluded.allows;
  return null;
end $$;
create trigger reached after update on entitlements.usage for each row
  when (entitlements.threshold(new.used, new.allows) > case when new.allows = old.allows then entitlements.threshold(old.used, old.allows) else 0 end)
  execute function entitlements.reached();
