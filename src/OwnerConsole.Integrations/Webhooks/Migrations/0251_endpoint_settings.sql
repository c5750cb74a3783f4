-- The URL and the delivery order of an endpoint can change while its secret stays.
create table webhooks.settings (
  tenant_id     text not null,
  endpoint_id   text not null,
  opened_by     text not null,            -- run that changed them
  url           text not null,
  max_in_flight int not null,             -- 1 keeps strict order
  opened_at     timestamptz not null,
  closed_by     text,
  primary key (tenant_id, endpoint_id, opened_by)
);
create unique index settings_open on webhooks.settings (tenant_id, endpoint_id) where closed_by is null;
call core.own('webhooks.settings');
create policy platforms on webhooks.settings for select to oc_bound using (tenant_id = 'tnt_platform');
