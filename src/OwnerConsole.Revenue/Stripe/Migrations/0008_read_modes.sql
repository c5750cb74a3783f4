-- Live and test mode of one account can have objects with the same id, so reads of both can be requested.
alter table stripe.reads drop constraint reads_pkey, add primary key (tenant_id, account_id, object_id, mode);
