-- Calls that revert changes in Stripe, with the values from before them.
alter table stripe.requests add column undo_call jsonb;
