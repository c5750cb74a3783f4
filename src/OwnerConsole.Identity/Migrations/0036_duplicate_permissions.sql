-- Administrators dismiss likely duplicates. Roles that read members and incidents see them.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{duplicate.*}'::text[] where id = 'rol_admin';
update auth.roles set grants = grants || '{duplicate.read}'::text[] where id in ('rol_support', 'rol_read_only', 'rol_analyst');
