-- A sequence can be about one user: the one whose attribute changed, or about whom the event is.
alter table automations.enrollments
  add column member_id text;  -- null for a sequence about the tenant
create index enrollments_of_member on automations.enrollments (tenant_id, member_id, automation_id) where member_id is not null;
