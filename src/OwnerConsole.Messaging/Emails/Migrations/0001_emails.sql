-- Tables of Mails.
create schema emails;
grant usage on schema emails to oc_app, oc_console;

create table emails.settings (
  tenant_id     text not null,  -- the platform
  opened_by     text not null,  -- the run that set them
  host          text not null,
  port          int not null,
  encryption    text not null check (encryption in ('none', 'starttls', 'implicit')),
  user_name     text,
  password      bytea,  -- sealed
  from_address  text not null,
  from_name     text,
  platform_name text not null,
  platform_url  text,  -- where links in emails lead; null: they have none
  opened_at     timestamptz not null,
  closed_by     text,
  primary key (tenant_id, opened_by)
);
create unique index settings_open on emails.settings (tenant_id) where closed_by is null;
call core.protect_table('emails.settings');

create table emails.templates (
  tenant_id text not null,  -- the platform
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

-- An address outside to which the log's checkpoints are mailed, and what was mailed there: a copy that nobody here can change.
create table emails.checkpoint_recipients (
  tenant_id text not null,  -- the platform
  opened_by text not null,  -- the run that chose it; its emails go to this id
  address   text,  -- null: to nobody
  opened_at timestamptz not null,
  closed_by text,
  primary key (tenant_id, opened_by)
);
create unique index anchors_open on emails.checkpoint_recipients (tenant_id) where closed_by is null;
call core.protect_table('emails.checkpoint_recipients');

create table emails.checkpoint_emails (
  tenant_id text not null,  -- the platform
  email_id text not null,
  opened_by text not null,  -- the anchor
  size      bigint not null,  -- lines that the checkpoint stands for
  at        timestamptz not null,
  primary key (tenant_id, email_id)
);
create index anchored_by_anchor on emails.checkpoint_emails (tenant_id, opened_by, at);
call core.protect_table('emails.checkpoint_emails');
