-- A note may be about one of the tenant's people instead.
alter table notes.notes add column member_id text;
