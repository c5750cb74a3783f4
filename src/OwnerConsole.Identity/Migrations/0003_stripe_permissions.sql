-- Built-in roles can see the connection to Stripe, and those that manage payments can replay its events.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{stripe.*,stripe_event.*}'::text[] where id = 'rol_admin';
update auth.roles set grants = grants || '{stripe.read,stripe_event.replay}'::text[] where id = 'rol_finance';
update auth.roles set grants = grants || '{stripe.read}'::text[] where id = 'rol_read_only';
