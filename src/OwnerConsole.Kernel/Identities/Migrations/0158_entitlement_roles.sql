-- Who may declare features and limit tenants: whoever runs the platform or its money; everybody of the team may read what is sold.
select set_config('app.intake', 'migration', true);
update auth.roles set grants = grants || '{entitlement.*,feature.*}' where key = 'admin';
update auth.roles set grants = grants || '{feature.*}' where key = 'finance';
update auth.roles set grants = grants || '{feature.read}' where key in ('support', 'analyst', 'read_only');
