-- Exchange rates of a currency changed: the revenue of all tenants that pay in it is recalculated.
alter table core.stale_revenue drop constraint stale_revenue_kind_check;
alter table core.stale_revenue add constraint stale_revenue_kind_check check (kind in ('tenant', 'plan', 'price', 'currency'));
