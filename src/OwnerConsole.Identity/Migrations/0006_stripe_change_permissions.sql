-- Built-in roles that manage payments can create credit notes, change the email of customers, and create links to the customer portal.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{invoice.credit,stripe_customer.create_portal_link}'::text[] where id in ('rol_admin', 'rol_finance');
update auth.roles set grants = grants || '{stripe_customer.update_email}'::text[] where id = 'rol_finance';
