-- Administrators change retention and place legal holds. Operations without undo, such as releasing a hold, are for owners. Roles that read incidents see both.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{retention.*,legal_hold.*}'::text[] where id = 'rol_admin';
update auth.roles set grants = grants || '{retention.read,legal_hold.read}'::text[] where id in ('rol_support', 'rol_read_only', 'rol_analyst');
