-- Totals of enforced meters per calendar month in UTC, including additions that are not merged into meter_counters yet.
create or replace view core.meter_totals with (security_invoker = true) as
  select tenant_id, meter, period, sum(used) as used
    from (select tenant_id, meter, period, used from core.meter_counters
          union all
          select tenant_id, meter, period, used from core.meter_additions) u
   group by tenant_id, meter, period;
grant select on core.meter_totals to oc_app, oc_console, oc_bound;
