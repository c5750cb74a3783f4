-- Delivery reports of email services, deleted with their emails, and the services' ids of emails.
alter table core.emails drop constraint emails_state_check;
alter table core.emails add constraint emails_state_check check (state in ('waiting', 'sent', 'delivered', 'failed', 'bounced', 'complained', 'not_sent'));
alter table core.emails add column vendor_id text;  -- id of the email at the service; null by SMTP

-- A delivery report of an email. A report that arrives again is stored once.
create table core.email_reports (
  tenant_id text not null,
  email_id  text not null,
  report_id text not null,  -- id of the report at the service
  kind      text not null check (kind in ('delivered', 'delayed', 'soft_bounce', 'hard_bounce', 'complaint', 'failed')),
  at        timestamptz not null,  -- time at the service
  answer    text,  -- text of the recipient's server, shortened and without the recipient's address
  primary key (tenant_id, email_id, report_id)
);
call core.protect_table('core.email_reports');
