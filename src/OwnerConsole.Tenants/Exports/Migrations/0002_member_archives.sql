-- Exports of the data of one member. Files aren't stored: the download reads the current data while it can be downloaded.
create table exports.member_archives (
  tenant_id  text not null,
  archive_id text not null,
  member_id  text not null,
  opened_by  text not null,
  opened_at  timestamptz not null,
  primary key (tenant_id, archive_id)
);
create index member_archives_of_member on exports.member_archives (tenant_id, member_id, opened_at desc);
call core.protect_table('exports.member_archives');
