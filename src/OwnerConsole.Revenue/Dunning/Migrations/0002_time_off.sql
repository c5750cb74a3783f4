-- The time in which dunning is off doesn't count; a step waits for an invoice that can't be read; and an invoice that was given up can still be paid.
alter table dunning.activations add column closed_at timestamptz;
alter table dunning.cases drop constraint cases_blocked_check, add check (blocked in ('approval', 'limit', 'unread'));
create index cases_lost on dunning.cases (account_id, invoice_id) where outcome = 'lost';
