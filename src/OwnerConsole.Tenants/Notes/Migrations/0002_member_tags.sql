-- Tags that the team adds to members.
create table notes.member_tags (
  tenant_id text not null,
  member_id text not null,
  tag       text not null,  -- lower case, for search
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  closed_at timestamptz,
  primary key (tenant_id, member_id, tag, opened_by)
);
create unique index member_tags_open on notes.member_tags (tenant_id, member_id, tag) where closed_by is null;
create index member_tags_by_word on notes.member_tags (tag) where closed_by is null;
create index member_tags_by_member on notes.member_tags (member_id);
call core.protect_table('notes.member_tags');
