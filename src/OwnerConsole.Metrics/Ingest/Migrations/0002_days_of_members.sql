-- Days on which one member was active, which exports read and pages about privacy count.
create index member_days_of_member on core.member_days (tenant_id, member_id);
