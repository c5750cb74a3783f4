-- The directory lists tenants that need attention first, then by MRR, then by name. Kept by TenantPriorities; the defaults let a node of the previous release insert tenants.
alter table core.tenants
  add column urgency smallint not null default 3,  -- most urgent issue: 0 now, 1 today, 2 this week, 3 none
  add column mrr     bigint not null default 0 check (mrr between 0 and 999999999999999);  -- minor units of the reporting currency
create index tenants_by_attention on core.tenants (mode, (urgency::text || lpad((1000000000000000 - mrr)::text, 16, '0') || sort_name), tenant_id);
create index tenants_by_mrr on core.tenants (mode, mrr, tenant_id);
