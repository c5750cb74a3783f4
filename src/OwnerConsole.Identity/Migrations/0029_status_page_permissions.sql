-- Administrators and support manage the status page. Others who can see incidents can see its settings and notices in the console.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{status_page.*,status_component.*,status_notice.*,status_maintenance.*}'::text[] where id = 'rol_admin';
update auth.roles set grants = grants || '{status_page.read,status_component.*,status_notice.*,status_maintenance.*}'::text[] where id = 'rol_support';
update auth.roles set grants = grants || '{status_page.read}'::text[] where id in ('rol_read_only', 'rol_analyst');
