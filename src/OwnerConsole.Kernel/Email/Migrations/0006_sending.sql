-- An email that is being handed over to the server can't be withdrawn, because it leaves anyway.
alter table core.emails add column sending_since timestamptz;  -- start of the attempt in progress; null between attempts
