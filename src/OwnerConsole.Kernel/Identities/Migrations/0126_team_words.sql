-- Who is in the team can be seen, and an invitation can be withdrawn: words for the roles that have everything of their kind.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{invitation.*}' where key = 'admin';
update auth.roles set grants = grants || '{person.read}' where key = 'read_only';
