-- Administrators create keys with which a help desk reports tickets. Everyone who can see SLAs can see the tickets from which they are measured.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{support_ticket.*}'::text[] where id = 'rol_admin';
update auth.roles set grants = grants || '{support_ticket.read}'::text[] where id in ('rol_support', 'rol_finance', 'rol_read_only', 'rol_analyst');
