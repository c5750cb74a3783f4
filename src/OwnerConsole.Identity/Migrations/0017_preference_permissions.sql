-- Built-in roles that support members can see and change what they receive, and suppress addresses.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{address.*,preference.*}'::text[] where id = 'rol_admin';
update auth.roles set grants = grants || '{address.*,member.set_preferences,preference.read}'::text[] where id = 'rol_support';
update auth.roles set grants = grants || '{preference.read}'::text[] where id = 'rol_read_only';
