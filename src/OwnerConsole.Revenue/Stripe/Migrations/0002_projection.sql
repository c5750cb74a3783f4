-- Objects whose billing records are not up to date, and decisions about which tenant a customer belongs to.
alter table stripe.objects add column is_projected boolean not null default false;
create index objects_unprojected on stripe.objects (tenant_id, (type <> 'customer'), read_at) where not is_projected;
create index objects_charge_intent on stripe.objects ((body->>'payment_intent')) where type = 'charge';
create index objects_charge on stripe.objects ((body->>'charge')) where type in ('refund', 'dispute');
create index objects_invoice_intent on stripe.objects ((body->'payment'->>'payment_intent')) where type = 'invoice_payment';
create index objects_product on stripe.objects ((body->>'product')) where type = 'price';

-- A person's decision that a customer belongs to a tenant.
create table stripe.customer_matches (
  tenant_id   text not null,
  account_id  text not null,
  customer_id text not null,
  opened_by   text not null,
  opened_at   timestamptz not null,
  closed_by   text,
  primary key (tenant_id, account_id, customer_id, opened_by)
);
create unique index customer_matches_open on stripe.customer_matches (account_id, customer_id) where closed_by is null;
call core.protect_table('stripe.customer_matches');
