-- Support numbers of one member, which exports read and pages about privacy count.
create index support_numbers_of_member on core.support_numbers (tenant_id, member_id);
