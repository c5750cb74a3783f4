-- CPU, memory and disk of each replica of a service: the last value, and roll-ups for trends. The number of replicas is limited.
create table telemetry.replicas (
  tenant_id  text not null,  -- always tnt_platform
  service    text not null,
  replica    text not null,  -- service.instance.id, or name of its pod, container or host; default without one
  resource   text not null check (resource in ('cpu', 'memory', 'disk')),
  metric     text not null,
  rank       int not null,  -- position of the metric, 0 for the most precise one
  unit       text not null check (unit in ('share', 'cpus', 'bytes')),
  last_value double precision,  -- null before the second value of a counter
  share      double precision,  -- used share of what is available; null if unknown
  maximum    double precision,  -- what is available; null if unknown
  place      text,  -- mount point of the fullest file system
  counter    double precision,  -- seconds of CPU time; null for other metrics
  last_at    timestamptz not null,
  primary key (tenant_id, service, replica, resource)
);
call core.protect_table('telemetry.replicas');

-- Values of replicas and of whole services per hour and day.
create table telemetry.resource_rollups (
  tenant_id text not null,  -- always tnt_platform
  service   text not null,
  replica   text not null,  -- empty for all replicas of the service
  grain     text not null check (grain in ('hour', 'day')),
  bucket_at timestamptz not null,  -- start of the bucket
  resource  text not null check (resource in ('cpu', 'memory', 'disk')),
  unit      text not null check (unit in ('share', 'cpus', 'bytes')),
  samples   bigint not null,
  value_sum double precision not null,
  value_max double precision not null,
  primary key (tenant_id, service, replica, grain, bucket_at, resource, unit)
);
create index resource_rollups_by_age on telemetry.resource_rollups (grain, bucket_at);
call core.protect_table('telemetry.resource_rollups');
