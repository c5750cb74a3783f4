-- The built-in role that manages payments can compare a tenant with Stripe.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{tenant.compare_stripe}'::text[] where id = 'rol_finance';
