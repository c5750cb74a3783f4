-- Built-in roles that write to members can create automations, and turn them on and off. Others can read them.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{automation.*}'::text[] where id = 'rol_admin';
update auth.roles set grants = grants || '{automation.read,automation.create,automation.change}'::text[] where id = 'rol_support';
update auth.roles set grants = grants || '{automation.read}'::text[] where id in ('rol_read_only', 'rol_analyst');
