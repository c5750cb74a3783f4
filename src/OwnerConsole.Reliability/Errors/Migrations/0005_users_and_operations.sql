-- Users for whom an error occurred last, as the application names them, in the platform's name if no tenant was reported. Their number is limited.
create table errors.users (
  tenant_id     text not null,
  group_id      text not null,
  user_id       text not null,  -- the application's id
  events        bigint not null,
  first_seen_at timestamptz not null,
  last_seen_at  timestamptz not null,
  primary key (tenant_id, group_id, user_id)
);
create index users_by_user on errors.users (user_id, group_id);
create index users_by_group on errors.users (group_id, last_seen_at desc);
create index users_by_age on errors.users (last_seen_at);
call core.protect_table('errors.users');

-- Operations of the application in which an error occurred last. Their number is limited.
create table errors.operations (
  tenant_id     text not null,  -- always tnt_platform
  group_id      text not null,
  operation     text not null,
  events        bigint not null,
  first_seen_at timestamptz not null,
  last_seen_at  timestamptz not null,
  primary key (tenant_id, group_id, operation)
);
create index operations_by_name on errors.operations (tenant_id, operation, group_id);
create index operations_by_age on errors.operations (last_seen_at);
call core.protect_table('errors.operations');
