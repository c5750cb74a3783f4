-- What members receive: opt-outs by topic and channel, suppressed addresses, and sent messages for the frequency cap.
create schema preferences;
grant usage on schema preferences to oc_app, oc_console;

-- A member doesn't want messages of a topic. Opt-outs of a merged record apply to the remaining member too.
create table preferences.opt_outs (
  tenant_id   text not null,
  member_id   text not null,
  topic       text not null,
  channel     text,  -- null means all channels
  opened_by   text not null,  -- run, API key, or member for the member's own choice
  opened_at   timestamptz not null,
  closed_by   text,
  closed_at   timestamptz,
  channel_key text generated always as (coalesce(channel, '')) stored not null,
  primary key (tenant_id, member_id, topic, channel_key, opened_at)
);
create unique index opt_outs_open on preferences.opt_outs (tenant_id, member_id, topic, channel_key) where closed_by is null;
create index opt_outs_by_topic on preferences.opt_outs (topic, channel) where closed_by is null;
call core.protect_table('preferences.opt_outs');

-- An address that receives no messages. The address itself is not stored, and the row outlives the email that caused it.
create table preferences.suppressions (
  tenant_id      text not null,
  suppression_id text not null,
  channel        text not null,
  address_hash   bytea not null,  -- keyed hash
  reason         text not null check (reason in ('hard_bounce', 'complaint', 'manual')),
  recipient      text not null,  -- member or tenant that had the address
  email_id       text,  -- email that bounced or was reported as spam; null if a person suppressed the address
  opened_by      text not null,  -- run, or email.attempt
  opened_at      timestamptz not null,
  closed_by      text,
  closed_at      timestamptz,
  primary key (tenant_id, suppression_id)
);
create unique index suppressions_open on preferences.suppressions (tenant_id, channel, address_hash) where closed_by is null;
create index suppressions_by_id on preferences.suppressions (suppression_id);
create index suppressions_by_recipient on preferences.suppressions (recipient) where closed_by is null;
create index suppressions_by_age on preferences.suppressions (opened_at desc, suppression_id desc) where closed_by is null;
create index suppressions_of_recipient on preferences.suppressions (tenant_id, recipient);
call core.protect_table('preferences.suppressions');

-- Number of messages sent to a member per topic and day, for the frequency cap.
create table preferences.sends (
  tenant_id text not null,
  member_id text not null,
  topic     text not null,
  day       date not null,  -- in UTC
  count     int not null check (count > 0),
  primary key (tenant_id, member_id, day, topic)
);
call core.protect_table('preferences.sends');

-- Key of address hashes and unsubscribe links, created on first use. It never changes, because hashes can't be calculated again and links don't expire.
create table preferences.keys (
  key_id     text primary key,
  ciphertext bytea not null,  -- encrypted
  opened_at  timestamptz not null
);
call core.protect_global_table('preferences.keys');
grant select on preferences.keys to oc_console;
