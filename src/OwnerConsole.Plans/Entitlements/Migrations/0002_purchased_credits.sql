-- The refund of a payment can void the unused credits that it bought.
alter table entitlements.credits add column payment_id text;  -- payment that bought them, such as a charge of Stripe; null if it is unknown
create index credits_by_payment on entitlements.credits (payment_id) where payment_id is not null;
