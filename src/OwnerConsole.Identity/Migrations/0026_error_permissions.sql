-- Administrators and support decide about errors. Everyone who reads probes can see errors and services.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{error.read,error_group.*,service.read}'::text[] where id in ('rol_admin', 'rol_support');
update auth.roles set grants = grants || '{error.report,telemetry.report}'::text[] where id = 'rol_admin'; -- to create keys for applications
update auth.roles set grants = grants || '{error.read,service.read}'::text[] where id in ('rol_read_only', 'rol_analyst');
