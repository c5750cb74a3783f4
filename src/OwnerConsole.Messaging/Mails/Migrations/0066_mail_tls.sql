-- The mail server may be spoken to in TLS from the first byte, too.
alter table mails.settings drop constraint settings_encryption_check;
alter table mails.settings add constraint settings_encryption_check check (encryption in ('none', 'starttls', 'implicit'));
