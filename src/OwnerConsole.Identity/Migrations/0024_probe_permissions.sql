-- Administrators manage probes. Others who read background jobs can see them.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{probe.*}'::text[] where id = 'rol_admin';
update auth.roles set grants = grants || '{probe.read,probe.check,probe.pause,probe.resume}'::text[] where id = 'rol_support';
update auth.roles set grants = grants || '{probe.read}'::text[] where id in ('rol_read_only', 'rol_analyst');
