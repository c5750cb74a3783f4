-- SMTP settings, email templates, and the log checkpoints emailed to an outside address.
create schema emails;
grant usage on schema emails to oc_app, oc_console;

-- SMTP server and sender. Each change adds a row and closes the previous one.
create table emails.settings (
  tenant_id     text not null,  -- always tnt_platform
  opened_by     text not null,  -- run that saved the settings
  host          text not null,
  port          int not null,
  encryption    text not null check (encryption in ('none', 'starttls', 'implicit')),
  user_name     text,
  password      bytea,  -- encrypted
  from_address  text not null,
  from_name     text,
  platform_name text not null,
  platform_url  text,  -- base URL of links in emails; null means emails have no links
  opened_at     timestamptz not null,
  closed_by     text,
  primary key (tenant_id, opened_by)
);
create unique index settings_open on emails.settings (tenant_id) where closed_by is null;
call core.protect_table('emails.settings');

-- Custom text of an email; the built-in text is used when there is no open row.
create table emails.templates (
  tenant_id text not null,  -- always tnt_platform
  template  text not null,
  opened_by text not null,
  subject   text not null,
  html      text not null,
  text      text not null,
  opened_at timestamptz not null,
  closed_by text,
  primary key (tenant_id, template, opened_by)
);
create unique index templates_open on emails.templates (tenant_id, template) where closed_by is null;
call core.protect_table('emails.templates');

-- Outside address that receives the checkpoints of the log, so that a copy exists that no one with access to the database can change.
create table emails.checkpoint_recipients (
  tenant_id text not null,  -- always tnt_platform
  opened_by text not null,  -- run that set the address; checkpoint_emails refer to it
  address   text,  -- null means checkpoints are not sent
  opened_at timestamptz not null,
  closed_by text,
  primary key (tenant_id, opened_by)
);
create unique index checkpoint_recipients_open on emails.checkpoint_recipients (tenant_id) where closed_by is null;
call core.protect_table('emails.checkpoint_recipients');

-- One email with a checkpoint.
create table emails.checkpoint_emails (
  tenant_id text not null,  -- always tnt_platform
  email_id  text not null,
  opened_by text not null,  -- checkpoint_recipients.opened_by
  size      bigint not null,  -- number of log lines the checkpoint covers
  at        timestamptz not null,
  primary key (tenant_id, email_id)
);
create index checkpoint_emails_by_recipient on emails.checkpoint_emails (tenant_id, opened_by, at);
call core.protect_table('emails.checkpoint_emails');
