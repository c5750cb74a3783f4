-- Resend and SendGrid as email services. Their host, port and encryption are stored like those of a mail server.
alter table emails.settings
  add column service      text not null default 'smtp' check (service in ('smtp', 'resend', 'sendgrid')),
  add column region       text check (region in ('global', 'eu')),  -- region of the account at SendGrid
  add column callback_key bytea;  -- encrypted: signing secret of Resend's webhook, or public key of SendGrid's event webhook
comment on column emails.settings.password is 'encrypted: password of the mail server, or API key of the service';
