-- Credits that customers were given because an SLA was breached. At most one is open for each tenant, SLA and period.
create table stripe.sla_credits (
  tenant_id       text not null,  -- always tnt_platform
  credited_tenant text not null,
  sla_id          text not null,
  starts_on       date not null,  -- first day of the period
  account_id      text not null,
  customer_id     text not null,
  amount_minor    bigint not null check (amount_minor > 0),
  currency        text not null,
  opened_by       text not null,
  opened_at       timestamptz not null,
  closed_by       text,  -- run that took it back or stopped it, or its own run if Stripe refused
  primary key (tenant_id, credited_tenant, sla_id, starts_on, opened_by)
);

create unique index sla_credits_open on stripe.sla_credits (tenant_id, credited_tenant, sla_id, starts_on) where closed_by is null;
create index sla_credits_by_customer on stripe.sla_credits (tenant_id, customer_id);
call core.protect_table('stripe.sla_credits');
