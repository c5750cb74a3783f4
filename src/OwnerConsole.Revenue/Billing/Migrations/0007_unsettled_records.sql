-- Refunded payments and unpaid invoices, for the comparison of billing records.
create index payments_refunded on billing.payments (tenant_id) where refunded_minor > 0;
create index invoices_unsettled on billing.invoices (status, tenant_id) where status in ('open', 'draft');
