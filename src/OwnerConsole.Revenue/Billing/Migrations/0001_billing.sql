-- Customers, subscriptions, invoices and payments, as payment providers report them. Rows of customers without a tenant belong to tnt_platform.
create schema billing;
grant usage on schema billing to oc_app, oc_console;

create table billing.customers (
  tenant_id       text not null,
  account_id      text not null,  -- account at the provider
  id              text not null,  -- cus_…
  mode            text not null check (mode in ('live', 'test')),
  name            text,
  email           text,
  currency        text,  -- ISO 4217, capital letters; null before the first charge
  balance_minor   bigint not null,  -- negative: credit for the next invoice
  is_delinquent   boolean not null,  -- the last invoice is unpaid
  card            text,  -- default payment method, such as "visa 4242"
  matched_by      text check (matched_by in ('person', 'metadata', 'report')),  -- why it belongs to its tenant
  proposed_tenant text,  -- tenant with the same email domain, if the customer belongs to none
  conflict        text,  -- why it can't be matched, such as two tenants that report it
  created_at      timestamptz not null,
  deleted_at      timestamptz,  -- when the console learned that it was deleted
  synced_at       timestamptz not null,
  primary key (tenant_id, account_id, id)
);
create unique index customers_id on billing.customers (id, account_id);
create index customers_created on billing.customers (mode, created_at desc, id desc);
create index customers_unmatched on billing.customers (mode, created_at desc, id desc) where tenant_id = 'tnt_platform' and deleted_at is null;
create index customers_email on billing.customers (lower(email)) where email is not null;
call core.protect_table('billing.customers');

create table billing.prices (
  tenant_id   text not null,  -- always tnt_platform
  account_id  text not null,
  id          text not null,  -- price_…
  mode        text not null check (mode in ('live', 'test')),
  name        text not null,  -- of the product, with the nickname of the price
  amount      numeric,  -- unit amount in minor units, with decimals; null for tiers
  currency    text not null,
  interval    text check (interval in ('day', 'week', 'month', 'year')),  -- null for a one-time price
  intervals   int,
  is_metered  boolean not null,
  is_active   boolean not null,
  created_at  timestamptz not null,
  synced_at   timestamptz not null,
  primary key (tenant_id, account_id, id)
);
call core.protect_table('billing.prices');
create policy platforms on billing.prices for select to oc_bound using (tenant_id = 'tnt_platform');

create table billing.subscriptions (
  tenant_id         text not null,
  account_id        text not null,
  id                text not null,  -- sub_…
  mode              text not null check (mode in ('live', 'test')),
  customer_id       text not null,
  status            text not null,  -- as Stripe names it
  is_paused         boolean not null,  -- collection of payments is paused
  prices            text[] not null,  -- of its items
  quantity          bigint,  -- of its first item; null for a metered price
  currency          text not null,
  mrr_minor         numeric not null,
  interval          text,  -- of its first item
  intervals         int,
  collection_method text not null,
  current_until     timestamptz,  -- end of the current period
  trial_ends_at     timestamptz,
  cancel_at         timestamptz,  -- scheduled cancellation
  ended_at          timestamptz,
  created_at        timestamptz not null,
  synced_at         timestamptz not null,
  primary key (tenant_id, account_id, id)
);
create unique index subscriptions_id on billing.subscriptions (id, account_id);
create index subscriptions_created on billing.subscriptions (mode, created_at desc, id desc);
create index subscriptions_status on billing.subscriptions (mode, status, created_at desc, id desc);
create index subscriptions_customer on billing.subscriptions (customer_id, account_id);
call core.protect_table('billing.subscriptions');

create table billing.invoices (
  tenant_id         text not null,
  account_id        text not null,
  id                text not null,  -- in_…
  mode              text not null check (mode in ('live', 'test')),
  customer_id       text not null,
  subscription_id   text,
  number            text,  -- null for a draft
  status            text not null,  -- draft, open, paid, void or uncollectible
  reason            text,  -- why it was created, such as subscription_cycle
  currency          text not null,
  total_minor       bigint not null,
  paid_minor        bigint not null,
  remaining_minor   bigint not null,
  attempts          int not null,  -- of its payment
  next_attempt_at   timestamptz,
  collection_method text not null,
  due_at            timestamptz,
  paid_at           timestamptz,
  page_url          text,  -- hosted page where the customer can pay
  pdf_url           text,
  created_at        timestamptz not null,
  synced_at         timestamptz not null,
  primary key (tenant_id, account_id, id)
);
create unique index invoices_id on billing.invoices (id, account_id);
create index invoices_created on billing.invoices (mode, created_at desc, id desc);
create index invoices_status on billing.invoices (mode, status, created_at desc, id desc);
create index invoices_customer on billing.invoices (customer_id, account_id, created_at desc);
create index invoices_number on billing.invoices (number) where number is not null;
create index invoices_subscription on billing.invoices (subscription_id) where subscription_id is not null;
call core.protect_table('billing.invoices');

-- An attempt to collect money. A payment that failed stays, also after a later attempt has succeeded.
create table billing.payments (
  tenant_id       text not null,
  account_id      text not null,
  id              text not null,  -- ch_…
  mode            text not null check (mode in ('live', 'test')),
  customer_id     text,
  invoice_id      text,
  status          text not null,  -- succeeded, pending or failed
  is_unpaid       boolean not null,  -- it failed, and no later attempt has succeeded
  currency        text not null,
  amount_minor    bigint not null,
  refunded_minor  bigint not null,
  is_disputed     boolean not null,
  method          text,  -- such as "visa 4242"
  failure_code    text,  -- decline code of the bank if there is one, else the code of the failure
  failure_message text,
  created_at      timestamptz not null,
  synced_at       timestamptz not null,
  primary key (tenant_id, account_id, id)
);
create unique index payments_id on billing.payments (id, account_id);
create index payments_created on billing.payments (mode, is_unpaid desc, created_at desc, id desc);
create index payments_status on billing.payments (mode, status, created_at desc, id desc);
create index payments_customer on billing.payments (customer_id, account_id, created_at desc);
create index payments_invoice on billing.payments (invoice_id) where invoice_id is not null;
call core.protect_table('billing.payments');

create table billing.refunds (
  tenant_id      text not null,
  account_id     text not null,
  id             text not null,  -- re_…
  mode           text not null check (mode in ('live', 'test')),
  customer_id    text,
  payment_id     text,
  status         text not null,  -- succeeded, pending, requires_action, failed or canceled
  currency       text not null,
  amount_minor   bigint not null,
  reason         text,
  failure_reason text,
  created_at     timestamptz not null,
  synced_at      timestamptz not null,
  primary key (tenant_id, account_id, id)
);
create unique index refunds_id on billing.refunds (id, account_id);
create index refunds_created on billing.refunds (mode, created_at desc, id desc);
create index refunds_customer on billing.refunds (customer_id, account_id, created_at desc);
create index refunds_payment on billing.refunds (payment_id) where payment_id is not null;
call core.protect_table('billing.refunds');

create table billing.disputes (
  tenant_id       text not null,
  account_id      text not null,
  id              text not null,  -- dp_…
  mode            text not null check (mode in ('live', 'test')),
  customer_id     text,
  payment_id      text,
  status          text not null,  -- as Stripe names it
  needs_response  boolean not null,  -- evidence is due
  currency        text not null,
  amount_minor    bigint not null,
  reason          text not null,
  evidence_due_at timestamptz,
  created_at      timestamptz not null,
  synced_at       timestamptz not null,
  primary key (tenant_id, account_id, id)
);
create unique index disputes_id on billing.disputes (id, account_id);
create index disputes_created on billing.disputes (mode, needs_response desc, created_at desc, id desc);
create index disputes_customer on billing.disputes (customer_id, account_id, created_at desc);
create index disputes_payment on billing.disputes (payment_id) where payment_id is not null;
call core.protect_table('billing.disputes');
