-- Exchange rates by day, as central banks publish them or as a person entered them.
create schema rates;
grant usage on schema rates to oc_app, oc_console;

create table rates.exchange_rates (
  tenant_id   text not null default 'tnt_platform',
  currency    text not null,  -- ISO 4217
  day         date not null,
  source      text not null check (source in ('published', 'manual')),  -- a manual rate applies instead of a published one
  per_euro    numeric not null check (per_euro > 0),  -- units of the currency per euro
  opened_by   text not null,  -- run that entered a manual rate; empty for a published one
  opened_at   timestamptz not null,
  closed_by   text,
  primary key (tenant_id, currency, day, source, opened_by)
);
create unique index exchange_rates_open on rates.exchange_rates (tenant_id, currency, day, source) where closed_by is null;
create index exchange_rates_days on rates.exchange_rates (tenant_id, day desc, currency) where closed_by is null;
call core.protect_table('rates.exchange_rates');
