-- Built-in roles that manage payments can add manual subscriptions and invoices.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{manual_subscription.*,manual_invoice.*}'::text[] where id in ('rol_admin', 'rol_finance');
