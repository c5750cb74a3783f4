-- Administrators change retention, and place and release legal holds. Roles that read incidents can see both. Operations without undo need their full name.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{retention.*,retention.run,legal_hold.*,legal_hold.release}'::text[] where id = 'rol_admin';
update auth.roles set grants = grants || '{retention.read,legal_hold.read}'::text[] where id in ('rol_support', 'rol_read_only', 'rol_analyst');
