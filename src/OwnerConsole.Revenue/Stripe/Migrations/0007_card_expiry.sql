-- Customers get the expiry of their cards.
select set_config('app.intake', 'migration', true), set_config('app.tenant', 'tnt_platform', true);
update stripe.objects set is_projected = false where type = 'customer';
