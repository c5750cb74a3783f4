-- Subscriptions and invoices that are paid without a payment provider, such as by bank transfer. Their billing records follow from these rows.
create schema manual;
grant usage on schema manual to oc_app, oc_console;

-- What a subscription costs from a time on, until its next terms.
create table manual.subscription_terms (
  tenant_id       text not null,
  subscription_id text not null,  -- man_…
  from_at         timestamptz not null,
  name            text not null,
  plan            text,  -- key of the plan that its MRR counts for
  amount_minor    bigint not null,  -- per unit and interval
  currency        text not null,
  interval        text not null check (interval in ('day', 'week', 'month', 'year')),
  intervals       int not null,
  quantity        bigint not null,
  is_end          boolean not null,  -- the subscription ends at this time
  opened_by       text not null,
  opened_at       timestamptz not null,
  closed_by       text,
  primary key (tenant_id, subscription_id, opened_by)
);
create unique index subscription_terms_open on manual.subscription_terms (subscription_id, from_at) where closed_by is null;
create index subscription_terms_ends on manual.subscription_terms (from_at) where is_end and closed_by is null;
call core.protect_table('manual.subscription_terms');

create table manual.invoices (
  tenant_id    text not null,
  invoice_id   text not null,  -- man_…
  number       text,
  description  text,
  amount_minor bigint not null,
  currency     text not null,
  issued_at    timestamptz not null,
  due_at       timestamptz,
  opened_by    text not null,
  opened_at    timestamptz not null,
  closed_by    text,
  primary key (tenant_id, invoice_id, opened_by)
);
create unique index invoices_open on manual.invoices (invoice_id) where closed_by is null;
create index invoices_number on manual.invoices (number) where closed_by is null;
call core.protect_table('manual.invoices');

-- How an invoice was settled. An invoice without a row is open.
create table manual.settlements (
  tenant_id  text not null,
  invoice_id text not null,
  status     text not null check (status in ('paid', 'void')),
  payment_id text,  -- man_…; null unless it was paid
  method     text,  -- such as "Bank transfer"
  settled_at timestamptz not null,
  opened_by  text not null,
  opened_at  timestamptz not null,
  closed_by  text,
  primary key (tenant_id, invoice_id, opened_by)
);
create unique index settlements_open on manual.settlements (invoice_id) where closed_by is null;
call core.protect_table('manual.settlements');
