-- When an email could be sent, so that a planned delay doesn't count as a slow mail server.
alter table core.emails add column due_at timestamptz;  -- earliest time of sending; null for emails of earlier releases
