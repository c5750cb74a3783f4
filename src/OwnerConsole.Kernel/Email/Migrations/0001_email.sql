-- Tables of Email.
-- What is written to people by mail: whom, by which template, with which facts. Rendered when it is sent, deleted after 30 days.
create table core.emails (
  tenant_id  text not null,  -- whose person it is to; the platform for the owner's team
  email_id  text not null,
  template   text not null,
  recipient  text not null,  -- a member, a person of the team or a tenant; the address is looked up when it is sent
  facts      jsonb not null,
  run_id     text,  -- the run that wrote it
  state      text not null check (state in ('waiting', 'sent', 'failed', 'bounced', 'not_sent')),
  reason        text,  -- it failed, bounced or was not sent
  attempts   int not null default 0,
  created_at timestamptz not null,
  ended_at   timestamptz,
  secret     bytea,
  primary key (tenant_id, email_id)
);
create index letters_by_age on core.emails (created_at desc, email_id desc);
create index letters_by_state on core.emails (state, created_at desc, email_id desc);
create index emails_of_runs on core.emails (run_id) where run_id is not null;
create index letters_by_recipient on core.emails (recipient, created_at desc, email_id desc);
create index letters_by_tenant on core.emails (tenant_id, created_at desc, email_id desc);
create index letters_by_template on core.emails (template, created_at desc, email_id desc);
create index letters_by_id on core.emails (email_id);
call core.protect_table('core.emails');

create table core.email_attempts (
  tenant_id text not null,
  email_id text not null,
  attempt   int not null,
  at        timestamptz not null,
  took_ms   int not null,
  code      int,  -- of the server's answer; null when it gave none
  answer    text not null,  -- its words, shortened and without the recipient's address
  primary key (tenant_id, email_id, attempt)
);
call core.protect_table('core.email_attempts');
