-- Broadcasts to one member, which exports read and pages about privacy count.
create index recipients_by_member on broadcasts.recipients (tenant_id, member_id);
