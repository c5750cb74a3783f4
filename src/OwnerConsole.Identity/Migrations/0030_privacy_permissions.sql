-- Administrators answer privacy requests and export the data of members; the export can't be undone, so member.* doesn't include it. Others who read incidents can see the requests; roles that hide contact data don't see addresses.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{privacy_request.*,member.export}'::text[] where id = 'rol_admin';
update auth.roles set grants = grants || '{privacy_request.read}'::text[] where id in ('rol_support', 'rol_read_only', 'rol_analyst');
