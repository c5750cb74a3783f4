-- Pages about privacy count the notes of one member, and exports read them.
create index notes_of_member on notes.notes (tenant_id, member_id) where member_id is not null;
