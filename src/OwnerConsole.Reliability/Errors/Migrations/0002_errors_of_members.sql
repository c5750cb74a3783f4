-- Occurrences of the errors of one member, which exports read and anonymisation deletes.
create index events_of_user on errors.events (tenant_id, user_id) where user_id is not null;
