-- A delivery that waits for its next attempt can be tried now: the row says when it would have been tried, so that it can wait again.
alter table webhooks.sends add column was_due timestamptz; -- null for what was put into its lane anew
