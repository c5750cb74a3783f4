-- Names that propose a plan for a price, and indexes for the list of prices with their subscriptions.
alter table billing.prices add column product text;  -- name of the product; null if it isn't copied
alter table billing.prices add column nickname text;
create index prices_created on billing.prices (mode, created_at desc, id desc);
create index subscriptions_prices on billing.subscriptions using gin (prices);
