-- All suppressed addresses of one recipient, also those that are no longer suppressed, which exports read and pages about privacy count.
create index suppressions_of_recipient on preferences.suppressions (tenant_id, recipient);
