-- Web push: channels with a key pair, and the browsers that members subscribed to them.
alter table channels.channels drop constraint channels_kind_check;
alter table channels.channels
  add constraint channels_kind_check check (kind in ('twilio_sms', 'twilio_whatsapp', 'slack', 'discord', 'webhook', 'web_push')),
  add column contact    text,  -- mailto: or https URL by which push services reach the owner
  add column public_key text;  -- public key of web push in base64url

alter table channels.messages
  add column reached text[] not null default '{}';  -- subscriptions of web push that accepted the message

-- A browser that a member subscribed. Each browser belongs to the member who subscribed it last.
create table channels.subscriptions (
  tenant_id       text not null,
  subscription_id text not null,
  member_id       text not null,
  channel_id      text not null,
  endpoint_hash   bytea not null,  -- keyed hash of the URL
  service         text not null,  -- host of the URL: the push service of the browser
  secret          bytea not null,  -- encrypted: URL and keys
  expires_at      timestamptz,
  created_at      timestamptz not null,
  changed_at      timestamptz not null,
  primary key (tenant_id, subscription_id)
);
create unique index subscriptions_once on channels.subscriptions (tenant_id, endpoint_hash);
create index subscriptions_by_member on channels.subscriptions (member_id, channel_id);
create index subscriptions_by_endpoint on channels.subscriptions (endpoint_hash);
create index subscriptions_by_expiry on channels.subscriptions (expires_at) where expires_at is not null;
call core.protect_table('channels.subscriptions');
