-- A person is looked up on the whole platform: by an id, by the beginning of a name, by a part of what else is known (members_by_text); and what they did is read by the person.
create index members_by_id on core.members (member_id);
create index members_by_name on core.members (lower(name) text_pattern_ops);
create index sessions_of_member on core.sessions (tenant_id, member_id, started_at, session_id) where member_id is not null;
