-- Recipients whose message was delivered, as their service reports, in addition to those whose message was accepted.
alter table broadcasts.recipients drop constraint recipients_state_check;
alter table broadcasts.recipients add constraint recipients_state_check
  check (state in ('queued', 'sent', 'delivered', 'failed', 'bounced', 'skipped', 'stopped', 'excluded'));
