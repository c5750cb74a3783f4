-- Administrators have member.* already. Support can suspend, reactivate, tag and email single users; the limits of a role and the second approver apply to many.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{member.email,member.reactivate,member.suspend,member.tag,member.untag}'::text[] where id = 'rol_support';
