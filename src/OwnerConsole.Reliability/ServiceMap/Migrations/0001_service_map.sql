-- The service map: which services depend on which others, as the team has confirmed.
create schema service_map;
grant usage on schema service_map to oc_app, oc_console;

-- A dependency between two services. It exists while its row is open.
create table service_map.dependencies (
  tenant_id     text not null,  -- always tnt_platform
  dependency_id text not null,
  service       text not null,
  depends_on    text not null,
  strength      text not null check (strength in ('hard', 'soft')),  -- hard: the service fails when the other one fails
  opened_by     text not null,
  opened_at     timestamptz not null,
  closed_by     text,
  primary key (tenant_id, dependency_id)
);
create unique index dependencies_open on service_map.dependencies (tenant_id, service, depends_on) where closed_by is null;
call core.protect_table('service_map.dependencies');
