-- Built-in roles that manage payments can read records, customers and tenants from Stripe again.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{stripe_customer.sync,tenant.sync_stripe}'::text[] where id = 'rol_finance';
