--# WHY
create schema mails;
grant usage on schema mails to oc_app, oc_console;

create table mails.settings (
  tenant_id     text not null,  --# the platform
  opened_by     text not null,  --# the run that set them
  host          text not null,
  port          int not null,
  encryption    text not null check (encryption in ('none', 'starttls', 'implicit')),
  user_name     text,
  password      bytea,  --# sealed
  from_address  text not null,
  from_name     text,
  platform_name text not null,
  platform_url  text,  --# where links in letters lead; null: they have none
  opened_at     timestamptz not null,
  closed_by     text,
  primary key (tenant_id, opened_by)
);
create unique index settings_open on mails.settings (tenant_id) where closed_by is null;
call core.own('mails.settings');

create table mails.templates (
  tenant_id text not null,  --# the platform
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

--# An address outside to which the log's checkpoints are mailed, and what was mailed there: a copy that nobody here can change.
create table mails.anchors (
  tenant_id text not null,  --# the platform
  opened_by text not null,  --# the run that chose it; its letters go to this id
  address   text,  --# null: to nobody
  opened_at timestamptz not null,
  closed_by text,
  primary key (tenant_id, opened_by)
);
create unique index anchors_open on mails.anchors (tenant_id) where closed_by is null;
call core.own('mails.anchors');

create table mails.anchored (
  tenant_id text not null,  --# the platform
  letter_id text not null,
  opened_by text not null,  --# the anchor
  size      bigint not null,  --# lines that the checkpoint stands for
  at        timestamptz not null,
  primary key (tenant_id, letter_id)
);
create index anchored_by_anchor on mails.anchored (tenant_id, opened_by, at);
call core.own('mails.anchored');
