-- Versions that services report with OpenTelemetry, and when each was deployed. Their numbers are limited.
create table errors.versions (
  tenant_id    text not null,  -- always tnt_platform
  service      text not null,
  environment  text not null,  -- empty if the service names none
  version      text not null,
  deployed_at  timestamptz not null,  -- first report after its last deploy
  last_seen_at timestamptz not null,  -- at most a minute too early
  primary key (tenant_id, service, environment, version)
);
call core.protect_table('errors.versions');

-- Deploys of new versions, and of older ones that replaced a newer one.
create table errors.deploys (
  tenant_id   text not null,  -- always tnt_platform
  deploy_id   text not null,
  service     text not null,
  environment text not null,
  version     text not null,
  deployed_at timestamptz not null,  -- when it was noticed, as in the log
  primary key (tenant_id, deploy_id)
);
create index deploys_in_order on errors.deploys (tenant_id, deployed_at desc);
call core.protect_table('errors.deploys');
