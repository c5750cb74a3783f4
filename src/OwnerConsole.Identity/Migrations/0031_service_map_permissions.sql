-- Administrators and support manage the service map. Others who read services can see it.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{service_dependency.*}'::text[] where id in ('rol_admin', 'rol_support');
update auth.roles set grants = grants || '{service_dependency.read}'::text[] where id in ('rol_read_only', 'rol_analyst');
