--# WHY
create schema exporting;
grant usage on schema exporting to oc_app, oc_console;

create table exporting.files (
  tenant_id text not null,
  file_id   text not null,
  task_id   text not null,
  name      text not null,
  began_at  timestamptz not null,
  bytes     bigint not null default 0,
  sha256    bytea,
  whole_at  timestamptz,  --# null while pieces are missing
  primary key (tenant_id, file_id)
);
create index files_of_task on exporting.files (tenant_id, task_id, name);
create index files_by_time on exporting.files (began_at);
call core.own('exporting.files');

create table exporting.pieces (
  tenant_id text not null,
  file_id   text not null,
  place     int not null,
  content   bytea not null,
  primary key (tenant_id, file_id, place)
);
alter table exporting.pieces alter column content set storage external;
call core.own('exporting.pieces');
