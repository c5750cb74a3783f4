-- The server that takes the console's mail, and the words of letters where somebody has changed them.
create schema mails;
grant usage on schema mails to oc_app, oc_console;

create table mails.settings (
  tenant_id     text not null,            -- the platform
  opened_by     text not null,            -- the run that set them
  host          text not null,
  port          int not null,
  encryption    text not null check (encryption in ('none', 'starttls')),
  user_name     text,
  password      bytea,                    -- sealed
  from_address  text not null,
  from_name     text,
  platform_name text not null,
  platform_url  text,                     -- where links in letters lead; null: they have none
  opened_at     timestamptz not null,
  closed_by     text,
  primary key (tenant_id, opened_by)
);
create unique index settings_open on mails.settings (tenant_id) where closed_by is null;
call core.own('mails.settings');

create table mails.templates (
  tenant_id text not null,                -- the platform
  template  text not null,
  opened_by text not null,
  subject   text not null,
  html      text not null,
  text      text not null,
  opened_at timestamptz not null,
  closed_by text,
  primary key (tenant_id, template, opened_by)
);
create unique index templates_open on mails.templates (tenant_id, template) where closed_by is null;
call core.own('mails.templates');
