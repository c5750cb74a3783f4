-- Tenants that are scheduled for deletion are suspended with a cause of their own.
alter table access.suspensions drop constraint suspensions_cause_check;
alter table access.suspensions add constraint suspensions_cause_check check (cause in ('billing', 'compliance', 'abuse', 'other', 'revoked', 'deletion'));
