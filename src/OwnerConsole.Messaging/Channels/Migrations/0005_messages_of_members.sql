-- Messages to one member, which exports read and pages about privacy count.
create index messages_by_member on channels.messages (tenant_id, member_id) where member_id is not null;
