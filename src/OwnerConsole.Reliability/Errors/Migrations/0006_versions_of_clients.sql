-- Versions on devices of users, which can have the same service name as servers. Versions seen before count as those of servers.
alter table errors.versions
  add column is_client boolean not null default false,
  drop constraint versions_pkey,
  add primary key (tenant_id, service, environment, is_client, version);
alter table errors.versions alter column is_client drop default;
