-- Built-in roles that close months can also restate them. It can't be undone, so no wildcard includes it.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{month.restate}'::text[] where id in ('rol_admin', 'rol_finance');
