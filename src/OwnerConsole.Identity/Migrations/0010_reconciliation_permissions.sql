-- Built-in roles that manage payments can start reconciliations, and resolve and ignore what they find.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{finding.*,reconciliation.*}'::text[] where id in ('rol_admin', 'rol_finance');
