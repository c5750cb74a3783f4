-- Who may change the plans that tenants hold may move them to the version that is sold; admins have all of tenants already.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{tenant.take_version}' where key = 'finance';
