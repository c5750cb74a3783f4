-- MRR of subscriptions over time. A payment provider only shows the current state, so each change is kept.
create table billing.subscription_mrr (
  tenant_id       text not null,
  account_id      text not null,
  subscription_id text not null,  -- sub_…
  from_at         timestamptz not null,  -- when the subscription got this MRR, until its next change
  price_id        text not null,  -- price_…; empty if the subscription adds nothing
  customer_id     text not null,
  mode            text not null check (mode in ('live', 'test')),
  currency        text not null,
  mrr_minor       numeric not null,
  zero_reason     text,  -- why it adds nothing: incomplete, trial, paused, to_free, to_zero, involuntary or cancelled
  plan            text,  -- of a manual subscription; otherwise the plan follows from the price
  primary key (tenant_id, account_id, subscription_id, from_at, price_id)
);
create index subscription_mrr_id on billing.subscription_mrr (subscription_id, account_id, from_at desc);
create index subscription_mrr_price on billing.subscription_mrr (price_id);
create index subscription_mrr_customer on billing.subscription_mrr (customer_id, account_id);
call core.protect_table('billing.subscription_mrr');

create index subscriptions_cancel on billing.subscriptions (mode, cancel_at) where cancel_at is not null;
create index subscriptions_past_due on billing.subscriptions (mode, tenant_id) where status = 'past_due';

-- Records can be manual: without a payment provider, and so without a price.
alter table billing.subscriptions add column name text;  -- of a manual subscription; otherwise the names of its prices
