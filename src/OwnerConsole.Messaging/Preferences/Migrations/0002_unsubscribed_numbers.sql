-- Phone numbers whose owners replied STOP are suppressed.
alter table preferences.suppressions drop constraint suppressions_reason_check;
alter table preferences.suppressions add constraint suppressions_reason_check check (reason in ('hard_bounce', 'complaint', 'manual', 'unsubscribed'));
