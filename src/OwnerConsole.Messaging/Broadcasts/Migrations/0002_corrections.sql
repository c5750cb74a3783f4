-- Corrections of broadcasts that were sent, and opens and clicks of their emails.

-- A corrected text, and how far it has reached the recipients. Notifications are replaced; an email can follow.
create table broadcasts.corrections (
  tenant_id     text not null,  -- always tnt_platform
  broadcast_id  text not null,
  version       int not null,  -- version of the broadcast with the corrected text
  sends_email   boolean not null,
  opened_by     text not null,
  opened_at     timestamptz not null,
  due_at        timestamptz not null,  -- until then the correction can be undone
  started_at    timestamptz,  -- null until it is due
  after_message text default '',  -- last message of notifications that is replaced; null once all are
  after_tenant  text not null default '',  -- last recipient whose email is queued
  after_member  text not null default '',
  ended_at      timestamptz,  -- null until everything is replaced and queued
  closed_by     text,
  closed_at     timestamptz,
  primary key (tenant_id, broadcast_id, opened_by)
);
create unique index corrections_unfinished on broadcasts.corrections (broadcast_id) where closed_by is null and ended_at is null;
call core.protect_table('broadcasts.corrections');

alter table broadcasts.recipients
  add column opened_at  timestamptz,  -- when the email was first opened
  add column clicked_at timestamptz;  -- when a link of the email was first followed
create index recipients_by_reference on broadcasts.recipients (reference) where reference is not null;
