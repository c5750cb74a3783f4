-- A price of a payment provider stands for all tenants that ever had a subscription with it.
alter table core.stale_revenue drop constraint stale_revenue_kind_check;
alter table core.stale_revenue add constraint stale_revenue_kind_check check (kind in ('tenant', 'plan', 'price'));
alter policy bound on core.stale_revenue using (kind <> 'tenant' or id in (select unnest(core.tenant_scope())));
