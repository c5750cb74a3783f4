-- Channels: configured connections to Twilio, Slack, Discord and webhooks, and the messages that are sent on them.
create schema channels;
grant usage on schema channels to oc_app, oc_console;

-- A version of a channel. The row that is open is the current one; a channel without an open row is removed.
create table channels.channels (
  tenant_id         text not null,  -- always tnt_platform
  channel_id        text not null,
  kind              text not null check (kind in ('twilio_sms', 'twilio_whatsapp', 'slack', 'discord', 'webhook')),
  name              text not null,
  account           text,  -- Twilio account
  sender            text,  -- phone number or messaging service of Twilio
  secret            bytea not null,  -- encrypted: auth token of Twilio, or URL of the webhook
  secret_end        text not null,  -- last characters of the secret
  signing_secret    bytea,  -- encrypted; of webhooks only
  body              text,  -- JSON with variables that a webhook receives
  content_sid       text,  -- WhatsApp template that is sent outside of the 24-hour window
  content_variables text,  -- JSON with the values of its variables
  max_per_minute    int not null check (max_per_minute > 0),
  opened_by         text not null,
  opened_at         timestamptz not null,
  closed_by         text,
  primary key (tenant_id, channel_id, opened_by)
);
create unique index channels_open on channels.channels (tenant_id, channel_id) where closed_by is null;
create index channels_by_id on channels.channels (channel_id);
call core.protect_table('channels.channels');

-- A channel is paused while a row is open. Its messages wait.
create table channels.pauses (
  tenant_id  text not null,  -- always tnt_platform
  channel_id text not null,
  opened_by  text not null,
  opened_at  timestamptz not null,
  closed_by  text,
  primary key (tenant_id, channel_id, opened_by)
);
create unique index pauses_open on channels.pauses (tenant_id, channel_id) where closed_by is null;
call core.protect_table('channels.pauses');

-- A message on a channel. Its text is not stored; its source provides it when it is sent.
create table channels.messages (
  tenant_id    text not null,  -- tenant of the member; tnt_platform for a post
  message_id   text not null,
  channel_id   text not null,
  member_id    text,  -- null for a post
  source       text not null,
  facts        jsonb not null,
  run_id       text,
  state        text not null check (state in ('waiting', 'sent', 'delivered', 'failed', 'undelivered', 'not_sent')),
  attempts     int not null default 0,
  attempted_at timestamptz,  -- start of an attempt whose result is not known; the message may have been sent
  vendor_id    text,  -- id of the message at the service
  status       int,  -- HTTP status of the last response; null if there was none
  took_ms      int,
  code         text,  -- error code of the service
  reason       text,  -- why it failed or was not sent
  answer       text,  -- start of the last response
  created_at   timestamptz not null,
  sent_at      timestamptz,
  ended_at     timestamptz,
  primary key (tenant_id, message_id)
);
create index messages_by_id on channels.messages (message_id);
create index messages_in_order on channels.messages (channel_id, created_at desc, message_id desc);
create index messages_by_state on channels.messages (channel_id, state, created_at desc, message_id desc);
create index messages_by_vendor_id on channels.messages (channel_id, vendor_id) where vendor_id is not null;
create index messages_by_age on channels.messages (created_at);
create index messages_of_tests on channels.messages (channel_id, created_at desc, message_id desc) where source = 'channel.test';
create index messages_by_run on channels.messages (run_id) where state = 'waiting' and run_id is not null;
create index messages_by_member on channels.messages (tenant_id, member_id) where member_id is not null;
call core.protect_table('channels.messages');

-- When the next message can be sent on a channel, so that its rate limit applies to all nodes together.
create table channels.pace (
  tenant_id  text not null,  -- always tnt_platform
  channel_id text not null,
  next_at    timestamptz not null,
  primary key (tenant_id, channel_id)
);
call core.protect_table('channels.pace');

-- When a phone number last sent a WhatsApp message to a channel. The number itself is not stored.
create table channels.incoming (
  tenant_id    text not null,  -- always tnt_platform
  channel_id   text not null,
  address_hash bytea not null,  -- keyed hash
  received_at  timestamptz not null,
  primary key (tenant_id, channel_id, address_hash)
);
create index incoming_by_age on channels.incoming (received_at);
call core.protect_table('channels.incoming');
