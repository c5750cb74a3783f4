-- Administrators and support manage incidents. Others who read alerts can see incidents.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{incident.*,action_item.*}'::text[] where id in ('rol_admin', 'rol_support');
update auth.roles set grants = grants || '{incident.read}'::text[] where id in ('rol_read_only', 'rol_analyst');
