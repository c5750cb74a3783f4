-- Customers get the expiry of their cards.
select set_config('app.intake', 'migration', true);
alter table stripe.objects no force row level security;  -- this migration runs as the owner
update stripe.objects set is_projected = false where type = 'customer';
alter table stripe.objects force row level security;
