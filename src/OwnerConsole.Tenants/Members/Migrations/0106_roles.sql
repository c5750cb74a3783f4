-- The roles that were reported are looked up one by one, however many people have them.
create index members_by_role on core.members (role) where role is not null;
