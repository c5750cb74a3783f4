-- Administrators manage channels. Others who read messages can see them.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{channel.*}'::text[] where id = 'rol_admin';
update auth.roles set grants = grants || '{channel.read,channel.test,channel.pause,channel.resume}'::text[] where id = 'rol_support';
update auth.roles set grants = grants || '{channel.read}'::text[] where id in ('rol_read_only', 'rol_analyst');
