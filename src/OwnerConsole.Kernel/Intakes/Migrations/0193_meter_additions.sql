-- What enforced meters count is written down beside the events, a line for each tenant of a statement, and added up a moment later. Added to what a tenant stands at by each statement it cost two thirds
-- of what the event costs itself: the row is looked for, locked and written anew, with two lines in the database's own log.
create table core.meter_additions (
  tenant_id text not null,
  meter     text not null,
  period    date not null,
  used      numeric not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);
call core.own('core.meter_additions');

-- What enforced meters stand at, month by month in UTC.
create view core.meter_totals with (security_invoker = true) as
  select tenant_id, meter, period, sum(used) as used
    from (select tenant_id, meter, period, used from core.meter_counters
          union all
          select tenant_id, meter, period, used from core.meter_additions) u
   group by tenant_id, meter, period;
grant select on core.meter_totals to oc_app, oc_console, oc_bound;
