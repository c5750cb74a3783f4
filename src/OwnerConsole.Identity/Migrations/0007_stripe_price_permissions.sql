-- Built-in roles that manage payments can map prices of Stripe to plans.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{stripe_price.*}'::text[] where id = 'rol_admin';
update auth.roles set grants = grants || '{stripe_price.map,stripe_price.unmap}'::text[] where id = 'rol_finance';
