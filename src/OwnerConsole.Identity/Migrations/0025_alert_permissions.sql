-- Administrators manage alert rules, routes and silences. Support acknowledges, resolves and silences alerts. Others who read probes can see alerts.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{alert.*,alert_rule.*,alert_routes.*,silence.*}'::text[] where id = 'rol_admin';
update auth.roles set grants = grants || '{alert.read,alert.acknowledge,alert.resolve,alert.silence,silence.end}'::text[] where id = 'rol_support';
update auth.roles set grants = grants || '{alert.read}'::text[] where id in ('rol_read_only', 'rol_analyst');
