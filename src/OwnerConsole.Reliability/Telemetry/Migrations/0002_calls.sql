-- Calls between services, from which the service map suggests dependencies.
create table telemetry.calls (
  tenant_id text not null,  -- always tnt_platform
  service   text not null,  -- that calls
  called    text not null,
  day       date not null,  -- in UTC
  calls     bigint not null,
  primary key (tenant_id, service, called, day)
);
create index calls_by_age on telemetry.calls (day);
call core.protect_table('telemetry.calls');
