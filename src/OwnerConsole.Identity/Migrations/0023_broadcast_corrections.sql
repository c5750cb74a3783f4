-- Roles that send broadcasts can correct them, and roles that write them can send themselves a test.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{broadcast.correct}'::text[] where id = 'rol_admin';
update auth.roles set grants = grants || '{broadcast.test}'::text[] where id = 'rol_support';
