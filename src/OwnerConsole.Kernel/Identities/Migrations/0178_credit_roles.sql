-- Whoever runs the platform or its money may grant credits, take them back and refund them; everybody who sees a tenant sees them.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{credit.*}' where key in ('admin', 'finance');
