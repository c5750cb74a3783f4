-- Finds the last occurrences for one user of an application, for the page of the member.
create index events_by_user on errors.events (tenant_id, user_id, occurred_at desc) where user_id is not null;
