-- Broadcasts: their versions, when they are sent, their recipients, and numbers of recipients by state.
create schema broadcasts;
grant usage on schema broadcasts to oc_app, oc_console;

-- A version of a broadcast. The row that is open is the current one; a broadcast without an open row is deleted.
create table broadcasts.broadcasts (
  tenant_id    text not null,  -- always tnt_platform
  broadcast_id text not null,
  version      int not null,
  mode         text not null check (mode in ('live', 'test')),
  kind         text not null check (kind in ('announcement', 'feature_update', 'system_alert')),
  priority     text not null check (priority in ('low', 'medium', 'high', 'urgent')),
  subject      text not null,
  body         text not null,  -- Markdown with variables
  link         text,
  link_label   text,
  channels     text[] not null,
  audience     jsonb not null,
  opened_by    text not null,
  opened_at    timestamptz not null,
  closed_by    text,
  primary key (tenant_id, broadcast_id, opened_by)
);
create unique index broadcasts_open on broadcasts.broadcasts (tenant_id, broadcast_id) where closed_by is null;
create index broadcasts_first on broadcasts.broadcasts (mode, opened_at desc, broadcast_id desc) where version = 1;
call core.protect_table('broadcasts.broadcasts');

-- When a broadcast is sent, and its progress. A row is closed when the broadcast returns to being a draft before anything was sent.
create table broadcasts.sends (
  tenant_id     text not null,  -- always tnt_platform
  broadcast_id  text not null,
  opened_by     text not null,
  opened_at     timestamptz not null,
  send_at       timestamptz not null,  -- earliest time of the first message
  in_local_time boolean not null,  -- send_at is a time in the platform's time zone that is applied in each recipient's time zone
  started_at    timestamptz,  -- null until its tenants are selected
  targets       text[],  -- ids of the selected tenants; null for all
  after_tenant  text not null default '',  -- last member whose messages are queued
  after_member  text not null default '',
  queued_at     timestamptz,  -- null until all messages are queued
  ended_at      timestamptz,  -- null until no message is waiting
  stopped_by    text,
  stopped_at    timestamptz,
  closed_by     text,
  closed_at     timestamptz,
  primary key (tenant_id, broadcast_id, opened_by)
);
create unique index sends_open on broadcasts.sends (tenant_id, broadcast_id) where closed_by is null;
create index sends_unfinished on broadcasts.sends (broadcast_id) where closed_by is null and ended_at is null;
call core.protect_table('broadcasts.sends');

-- A recipient of a broadcast on a channel, or why a member receives nothing there.
create table broadcasts.recipients (
  tenant_id    text not null,
  broadcast_id text not null,
  member_id    text not null,
  channel      text not null,
  state        text not null check (state in ('queued', 'sent', 'failed', 'bounced', 'skipped', 'stopped', 'excluded')),
  reason       text,  -- why it was excluded
  reference    text,  -- id of the email or of the notification's message
  due_at       timestamptz,  -- null if it was excluded
  address_hash bytea,  -- of the email address, so that each address receives it once
  changed_at   timestamptz not null,
  primary key (tenant_id, broadcast_id, member_id, channel)
);
create index recipients_by_state on broadcasts.recipients (broadcast_id, channel, state, tenant_id, member_id);
create index recipients_in_order on broadcasts.recipients (broadcast_id, tenant_id, member_id, channel);
create unique index recipients_once on broadcasts.recipients (broadcast_id, channel, address_hash) where address_hash is not null;
create index recipients_by_member on broadcasts.recipients (tenant_id, member_id);
call core.protect_table('broadcasts.recipients');

-- Number of recipients by channel and state, kept by triggers, so that a page doesn't count recipients.
create table broadcasts.counts (
  broadcast_id text not null,
  channel      text not null,
  state        text not null,
  reason       text not null,  -- empty unless excluded
  recipients   bigint not null,
  primary key (broadcast_id, channel, state, reason)
);
call core.protect_global_table('broadcasts.counts');
grant select on broadcasts.counts to oc_console;
