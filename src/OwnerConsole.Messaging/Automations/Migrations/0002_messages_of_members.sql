-- Messages to one recipient, which exports read and pages about privacy count.
create index messages_by_recipient on automations.messages (tenant_id, recipient);
