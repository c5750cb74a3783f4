-- Components for some tenants only, subscriptions by webhook, and subscriptions on the page of a tenant.
-- A version of a limit. The row that is open is the current one. A row without plan, tag and tenants limits nothing.
create table status_pages.limits (
  tenant_id text not null,  -- always tnt_platform
  target    text not null,  -- ID of a component, or group: and the name of a group
  plan      text,
  tag       text,
  tenants   text[] not null,
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  primary key (tenant_id, target, opened_by)
);
create unique index limits_open on status_pages.limits (tenant_id, target) where closed_by is null;
call core.protect_table('status_pages.limits');

-- Last status of each component that was compared, so that each change is sent to webhooks once.
create table status_pages.component_states (
  tenant_id    text not null,  -- always tnt_platform
  component_id text not null,
  status       text not null check (status in ('operational', 'under_maintenance', 'degraded_performance', 'partial_outage', 'major_outage')),
  observed_at  timestamptz not null,  -- when the page with this status was read
  primary key (tenant_id, component_id)
);
call core.protect_table('status_pages.component_states');

alter table status_pages.subscribers
  add column for_tenant    text,  -- tenant on whose page it was requested; null for the public page
  add column webhook       bytea,  -- URL and signing secret, encrypted; null for emails
  add column webhook_host  text,
  add column webhook_hash  bytea,  -- of the URL, so that one is not subscribed twice
  add column failing_since timestamptz,  -- null after a success
  add column failures      int not null default 0,  -- since failing_since
  add column last_at       timestamptz,  -- last attempt; null before the first
  add column last_status   int,  -- HTTP status of the last response; null without a response
  add column last_fault    text,  -- why there was no response
  add column disabled_at   timestamptz,  -- after lasting failure, or after 410
  add constraint subscribers_webhook check ((webhook is null) = (webhook_host is null) and (webhook is null) = (webhook_hash is null));
drop index status_pages.subscribers_by_email;
create unique index subscribers_by_email on status_pages.subscribers (tenant_id, lower(email), coalesce(for_tenant, ''), coalesce(webhook_hash, ''::bytea));
create index subscribers_in_order on status_pages.subscribers (tenant_id, created_at desc, subscriber_id desc);
create index subscribers_by_their_tenant on status_pages.subscribers (for_tenant) where for_tenant is not null;
create index subscribers_with_webhook on status_pages.subscribers (tenant_id, subscriber_id) where webhook is not null;
