-- Cohorts: which tenants paid for the first time in a month, and what they paid at the end of each later month.
create schema analytics;
grant usage on schema analytics to oc_app, oc_console;

-- A single row, locked by the recalculation. It keeps the time zone of the stored months, empty before the first calculation.
create table analytics.settings (
  tenant_id text primary key default 'tnt_platform',
  zone      text not null
);
insert into analytics.settings (zone) values ('');  -- before row-level security, which also applies to the table owner
call core.protect_table('analytics.settings');

-- Tenants whose movements or attributes changed since their cohort was calculated. Written in the transaction of the change.
create table analytics.stale_tenants (
  tenant_id text primary key,
  marks     bigint not null default 1,  -- changes since it was last cleared
  marked_at timestamptz not null default now()
);
call core.protect_table('analytics.stale_tenants');

-- The cohort of a tenant per currency: the month in which its MRR was above 0 for the first time.
create table analytics.cohort_tenants (
  tenant_id text not null,
  currency  text not null,
  mode      text not null,
  cohort    date not null,  -- first day of the month
  new_minor numeric not null,  -- MRR with which it started
  plan      text not null,  -- plan with the largest part of that MRR; empty for no plan
  source    text not null,  -- current attributes; empty if not reported
  country   text not null,
  primary key (tenant_id, currency)
);
create index cohort_tenants_by_cohort on analytics.cohort_tenants (mode, currency, cohort, tenant_id);
call core.protect_table('analytics.cohort_tenants');

-- MRR of a tenant at the end of months, as periods with the same MRR and main plan. Months without MRR have no row.
create table analytics.tenant_mrr (
  tenant_id  text not null,
  currency   text not null,
  mode       text not null,
  from_month date not null,
  to_month   date,  -- first month with another MRR or plan; null until now
  mrr_minor  numeric not null check (mrr_minor > 0),
  plan       text not null,  -- plan with the largest part of the MRR; empty for no plan
  primary key (tenant_id, currency, from_month)
);
create index tenant_mrr_by_month on analytics.tenant_mrr (mode, currency, from_month, to_month);
call core.protect_table('analytics.tenant_mrr');

-- Changes of a cohort by month, so that a cell of the map is a sum over the months up to it. Updated with every recalculated tenant.
create table analytics.cohort_cells (
  mode       text not null,
  currency   text not null,
  dimension  text not null check (dimension in ('all', 'plan', 'source', 'country')),
  value      text not null,  -- empty for all, and for tenants without a value
  cohort     date not null,
  month      date not null,
  size       bigint not null,  -- tenants of the cohort, in its first month
  new_minor  numeric not null,  -- MRR with which they started, in its first month
  tenants    bigint not null,  -- change of the number of paying tenants
  mrr_minor  numeric not null,  -- change of their MRR
  kept_minor numeric not null,  -- change of their MRR without what exceeds the MRR they started with
  n          bigint not null,  -- number of changes
  primary key (mode, currency, dimension, value, cohort, month)
);
create index cohort_cells_empty on analytics.cohort_cells (n) where n = 0;
call core.protect_global_table('analytics.cohort_cells');
grant select on analytics.cohort_cells to oc_console;
