-- Built-in roles that manage payments can match Stripe customers with tenants.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{stripe_customer.*}'::text[] where id = 'rol_admin';
update auth.roles set grants = grants || '{stripe_customer.match,stripe_customer.unmatch}'::text[] where id = 'rol_finance';
