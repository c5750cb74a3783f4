-- Notes about one member, which exports read and pages about privacy count.
create index notes_of_member on notes.notes (tenant_id, member_id) where member_id is not null;
