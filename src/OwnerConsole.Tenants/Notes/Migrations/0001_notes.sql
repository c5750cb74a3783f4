-- Notes and tags that the team adds to tenants and members.
create schema notes;
grant usage on schema notes to oc_app, oc_console;

create table notes.notes (
  tenant_id text not null,
  note_id   text not null,
  text      text not null,
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  closed_at timestamptz,
  member_id text,  -- null for a note about the tenant
  primary key (tenant_id, note_id)
);
call core.protect_table('notes.notes');

create table notes.tags (
  tenant_id text not null,
  tag       text not null,  -- lower case, for search
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  closed_at timestamptz,
  primary key (tenant_id, tag, opened_by)
);
create unique index tags_open on notes.tags (tenant_id, tag) where closed_by is null;
create index tags_by_word on notes.tags (tag) where closed_by is null;
call core.protect_table('notes.tags');
