-- A plan is sold for several intervals and in several currencies: the prices of one moment stand side by side, and the first of them is what is paid where nothing else was said.
alter table core.plan_prices add column place int not null default 0 check (place >= 0);
drop index core.plan_prices_open;
create unique index plan_prices_open on core.plan_prices (plan, currency, unit, units) where to_at is null;
alter table core.plan_prices drop constraint plan_prices_pkey, add primary key (plan, currency, unit, units, from_at);

-- Which of them a tenant pays: both, or none for the first.
alter table core.plan_items
  add column currency text,
  add column interval text;              -- that it is paid for, such as year
grant select (currency, interval) on core.plan_items to oc_portal;
