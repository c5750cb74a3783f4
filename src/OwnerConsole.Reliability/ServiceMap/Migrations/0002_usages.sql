-- Tenants that the team has assigned to a service, by feature or by name. A failure of the service affects them.
create table service_map.usages (
  tenant_id text not null,  -- always tnt_platform
  usage_id  text not null,
  service   text not null,
  features  text[] not null,  -- keys: tenants that can use one of them
  tenants   text[] not null,  -- IDs of further tenants
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  primary key (tenant_id, usage_id)
);
create unique index usages_open on service_map.usages (tenant_id, service) where closed_by is null;
call core.protect_table('service_map.usages');
