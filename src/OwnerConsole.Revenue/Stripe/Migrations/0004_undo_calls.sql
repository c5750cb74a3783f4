-- Calls that revert changes in Stripe, with the values from before them.
alter table stripe.requests add column undo_call jsonb;
alter table stripe.requests add column undoes text;  -- run whose change the request reverts
alter table stripe.requests add column changes_record boolean not null default true;  -- false for a link to the customer portal
