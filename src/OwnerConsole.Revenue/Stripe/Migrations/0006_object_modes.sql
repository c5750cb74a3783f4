-- Live and test mode of one account can have objects with the same id, because people choose ids of coupons and products.
alter table stripe.objects drop constraint objects_pkey, add primary key (tenant_id, account_id, object_id, mode);
