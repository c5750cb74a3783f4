-- Which tenants use which services, according to the attribute tenant.id of requests. The service map counts these tenants if a service fails.
create table telemetry.tenant_services (
  tenant_id    text not null,
  service      text not null,
  last_seen_at timestamptz not null,  -- last request, at most an hour too early
  primary key (tenant_id, service)
);
create index tenant_services_by_service on telemetry.tenant_services (service, last_seen_at);
create index tenant_services_by_age on telemetry.tenant_services (last_seen_at);
call core.protect_table('telemetry.tenant_services');
