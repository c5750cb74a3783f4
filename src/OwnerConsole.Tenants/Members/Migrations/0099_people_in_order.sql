-- The people of all tenants can be listed by their names.
create index members_in_order on core.members (lower(coalesce(name, '')), member_id);
