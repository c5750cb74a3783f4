-- Customers that were deleted at the payment provider, for the list of things that need attention.
create index customers_deleted on billing.customers (mode, tenant_id) where deleted_at is not null;
