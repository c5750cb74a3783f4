-- Built-in roles that see members also see their notifications, and those that support them can send one.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{notification.read}'::text[] where id in ('rol_finance', 'rol_analyst', 'rol_read_only');
update auth.roles set grants = grants || '{notification.read,member.notify}'::text[] where id = 'rol_support';
update auth.roles set grants = grants || '{notification.*}'::text[] where id = 'rol_admin';
