-- Built-in roles that write to members can create broadcasts, and send and stop them. Others can read them.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{broadcast.*,broadcast.send,broadcast.stop}'::text[] where id = 'rol_admin';
update auth.roles set grants = grants || '{broadcast.read,broadcast.create,broadcast.change,broadcast.duplicate,broadcast.delete}'::text[] where id = 'rol_support';
update auth.roles set grants = grants || '{broadcast.read}'::text[] where id in ('rol_read_only', 'rol_analyst');
