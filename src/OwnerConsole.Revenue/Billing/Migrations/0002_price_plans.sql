-- A person's decision that a price belongs to a plan.
create table billing.price_plans (
  tenant_id  text not null,  -- always tnt_platform
  account_id text not null,
  price_id   text not null,  -- price_…
  plan       text not null,  -- key of the plan
  version    int,  -- number of the plan's version; null for the plan as a whole
  opened_by  text not null,
  opened_at  timestamptz not null,
  closed_by  text,
  primary key (tenant_id, account_id, price_id, opened_by)
);
create unique index price_plans_open on billing.price_plans (account_id, price_id) where closed_by is null;
call core.protect_table('billing.price_plans');
create policy platforms on billing.price_plans for select to oc_bound using (tenant_id = 'tnt_platform');
