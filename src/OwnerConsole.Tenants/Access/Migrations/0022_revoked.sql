-- Access that was revoked is a suspension with a cause of its own, so that one fact says who gets in.
alter table access.suspensions drop constraint suspensions_cause_check;
alter table access.suspensions add constraint suspensions_cause_check check (cause in ('billing', 'compliance', 'abuse', 'other', 'revoked'));
