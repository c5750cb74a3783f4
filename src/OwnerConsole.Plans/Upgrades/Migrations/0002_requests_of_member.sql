-- Pages about privacy count the upgrade requests of one member, and exports read them.
create index requests_of_member on upgrades.requests (tenant_id, member_id) where member_id is not null;
