-- Administrators and support manage SLOs. Others who read alerts can see SLOs.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{slo.*}'::text[] where id in ('rol_admin', 'rol_support');
update auth.roles set grants = grants || '{slo.read}'::text[] where id in ('rol_read_only', 'rol_analyst');
