-- Built-in roles that support tenants can stop the automations of a tenant. Administrators have all permissions of automations.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{automation.stop}'::text[] where id = 'rol_support';
