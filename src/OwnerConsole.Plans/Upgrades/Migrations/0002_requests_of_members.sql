-- Requests of one member, which exports read and pages about privacy count.
create index requests_of_member on upgrades.requests (tenant_id, member_id) where member_id is not null;
