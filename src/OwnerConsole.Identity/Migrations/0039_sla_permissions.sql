-- Administrators and support manage SLAs; administrators and finance give credits. Others who read incidents can see SLAs.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{sla.*}'::text[] where id = 'rol_admin';
update auth.roles set grants = grants || '{sla.read,sla.add,sla.change,sla.remove}'::text[] where id = 'rol_support';
update auth.roles set grants = grants || '{sla.read,sla.credit}'::text[] where id = 'rol_finance';
update auth.roles set grants = grants || '{sla.read}'::text[] where id in ('rol_read_only', 'rol_analyst');
