-- Administrators and support assign tenants to services of the service map, as they manage its dependencies.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{service_usage.*}'::text[] where id in ('rol_admin', 'rol_support');
