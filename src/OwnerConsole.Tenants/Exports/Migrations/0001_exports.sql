-- Exported files, stored in chunks.
create schema exports;
grant usage on schema exports to oc_app, oc_console;

create table exports.files (
  tenant_id    text not null,
  file_id      text not null,
  task_id      text not null,
  name         text not null,
  started_at   timestamptz not null,
  bytes        bigint not null default 0,
  sha256       bytea,
  completed_at timestamptz,  -- null while chunks are missing
  primary key (tenant_id, file_id)
);
create index files_of_task on exports.files (tenant_id, task_id, name);
create index files_by_time on exports.files (started_at);
call core.protect_table('exports.files');

create table exports.chunks (
  tenant_id text not null,
  file_id   text not null,
  place     int not null,  -- position in the file
  content   bytea not null,
  primary key (tenant_id, file_id, place)
);
alter table exports.chunks alter column content set storage external;
call core.protect_table('exports.chunks');
