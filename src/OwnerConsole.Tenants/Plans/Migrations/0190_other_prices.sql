-- What a version costs besides: for another interval, in another currency.
alter table plans.terms add column other_prices jsonb not null default '[]';
alter table plans.drafts add column other_prices jsonb not null default '[]';
grant select (other_prices) on plans.terms to oc_portal;
-- A tenant sees on its own page what it pays.
grant select on core.plan_prices to oc_portal;
