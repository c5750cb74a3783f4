-- Outgoing emails and their delivery attempts, deleted after 30 days.

-- One email to one recipient. It is rendered from template and facts when it is sent.
create table core.emails (
  tenant_id  text not null,  -- tenant of the recipient; tnt_platform for team members
  email_id   text not null,
  template   text not null,
  recipient  text not null,  -- member, team member or tenant; address is looked up on sending
  facts      jsonb not null,  -- values for the template, without secrets
  run_id     text,  -- run that created it
  state      text not null check (state in ('waiting', 'sent', 'failed', 'bounced', 'not_sent')),
  reason     text,  -- why it failed, bounced or was not sent
  attempts   int not null default 0,
  created_at timestamptz not null,
  ended_at   timestamptz,
  secret     bytea,  -- encrypted value such as a link token; deleted after sending
  primary key (tenant_id, email_id)
);
create index emails_by_age on core.emails (created_at desc, email_id desc);
create index emails_by_state on core.emails (state, created_at desc, email_id desc);
create index emails_of_runs on core.emails (run_id) where run_id is not null;
create index emails_by_recipient on core.emails (recipient, created_at desc, email_id desc);
create index emails_by_tenant on core.emails (tenant_id, created_at desc, email_id desc);
create index emails_by_template on core.emails (template, created_at desc, email_id desc);
create index emails_by_id on core.emails (email_id);
call core.protect_table('core.emails');

-- One attempt to hand an email over to the mail server.
create table core.email_attempts (
  tenant_id text not null,
  email_id  text not null,
  attempt   int not null,
  at        timestamptz not null,
  took_ms   int not null,
  code      int,  -- reply code of the mail server; null if there was no reply
  answer    text not null,  -- reply text, shortened and without the recipient's address
  primary key (tenant_id, email_id, attempt)
);
call core.protect_table('core.email_attempts');
