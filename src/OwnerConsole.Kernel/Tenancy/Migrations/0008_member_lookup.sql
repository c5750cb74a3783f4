-- Finds members of all tenants by their exact email or by the application's own id, for pasted lists.
create index members_by_email on core.members (lower(email)) where email is not null;
create index members_by_external_id on core.members (external_id);
