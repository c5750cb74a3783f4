-- Probes of S3 buckets and Prometheus metrics, and Redis with TLS.
alter table probes.probes drop constraint probes_kind_check;
alter table probes.probes add constraint probes_kind_check
  check (kind in ('http', 'tcp', 'tls', 'dns', 'postgresql', 'redis', 'smtp', 'heartbeat', 'status_page', 's3', 'prometheus'));
alter table probes.probes add column uses_tls boolean not null default false;  -- Redis is called with TLS
alter table probes.probes add column key_id text;  -- access key ID of S3
alter table probes.probes add column region text;  -- of the bucket
alter table probes.probes add column uses_virtual_host boolean not null default false;  -- the bucket is a part of the host name instead of the path
alter table probes.probes add column service text;  -- service of Prometheus metrics
comment on column probes.probes.secret is 'encrypted: connection string of PostgreSQL, password of Redis, secret access key of S3, or token or header of Prometheus';
