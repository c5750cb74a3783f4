-- Administrators import files. Roles that read incidents see imports and their results.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{import.*}'::text[] where id = 'rol_admin';
update auth.roles set grants = grants || '{import.read}'::text[] where id in ('rol_support', 'rol_read_only', 'rol_analyst');
