-- MRR in other currencies, converted into the reporting currency. The effect of exchange rates is a separate kind of movement.
alter table movements.movements drop constraint movements_kind_check;
alter table movements.movements add constraint movements_kind_check
  check (kind in ('new', 'expansion', 'contraction', 'churn', 'reactivation', 'switch', 'adjustment', 'fx'));
alter table movements.movements add column constant_minor numeric;  -- delta_minor at the rates of one day; null if it is the same
alter table movements.mrr_month add column constant_minor numeric;  -- null as long as it is the same as delta_minor

-- What conversions depend on in addition to the rates: reporting currency, time zone and month. Tenants are recalculated when it changes.
alter table movements.settings add column conversion text;

-- Current MRR by currency of tenants that ever paid in another currency than the reporting currency.
create table movements.currencies (
  tenant_id    text not null,
  currency     text not null,
  mode         text not null,
  native_minor numeric not null,
  missing_day  date,  -- first day on which the currency has no exchange rate, so that nothing of the tenant is converted
  factor       numeric,  -- minor units of the reporting currency per minor unit when it was last revalued; null if it isn't converted
  primary key (tenant_id, currency)
);
create index currencies_mode on movements.currencies (mode, currency);
call core.protect_table('movements.currencies');
