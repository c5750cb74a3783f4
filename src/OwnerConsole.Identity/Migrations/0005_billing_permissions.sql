-- Built-in roles that manage payments can change subscriptions, invoices and payments in Stripe.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{subscription.*,subscription.cancel_now,invoice.*,invoice.void,invoice.mark_uncollectible,payment.*}'::text[]
 where id in ('rol_admin', 'rol_finance');
