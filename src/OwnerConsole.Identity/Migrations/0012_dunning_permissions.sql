-- Built-in roles that manage payments can turn dunning on and hold tenants.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{dunning.*}'::text[] where id in ('rol_admin', 'rol_finance');
