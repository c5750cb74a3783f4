-- Differences of closed months, and the closed months that were calculated again because of them.

-- What is missing in the booked movements of a tenant in closed months, compared with its current facts.
create table movements.differences (
  tenant_id   text not null,
  currency    text not null,  -- reporting currency
  month       date not null,
  kind        text not null,
  plan        text not null,
  mode        text not null,
  delta_minor numeric not null check (delta_minor <> (0)),
  primary key (tenant_id, currency, month, kind, plan)
);
call core.protect_table('movements.differences');

-- Sums over all tenants. A trigger keeps them, because an operation on the platform can't read the rows of tenants.
create table movements.month_differences (
  mode        text not null,
  currency    text not null,
  month       date not null,
  kind        text not null,
  delta_minor numeric not null,
  n           bigint not null,  -- number of rows
  primary key (mode, currency, month, kind)
);
call core.protect_global_table('movements.month_differences');
grant select on movements.month_differences to oc_console;

-- Currency, time zone and last closed month that the differences belong to. Tenants with differences are recalculated when it changes.
alter table movements.settings add column compared text;

-- A closed month that a run has calculated again, with all later closed months.
create table movements.restatements (
  tenant_id      text not null default 'tnt_platform',
  restatement_id text not null,
  month          date not null,
  last_month     date not null,  -- last closed month at that time
  currency       text not null,
  reason         text not null,
  opened_by      text not null,
  opened_at      timestamptz not null,
  reached        text not null default '',  -- last tenant that was recalculated
  applied_at     timestamptz,  -- null until all tenants are recalculated
  primary key (tenant_id, restatement_id)
);
call core.protect_table('movements.restatements');

-- Sums of these months before and after.
create table movements.restatement_figures (
  tenant_id      text not null default 'tnt_platform',
  restatement_id text not null,
  mode           text not null,
  month          date not null,
  kind           text not null,  -- opening is the MRR at the start of the restated month
  before_minor   numeric not null,
  after_minor    numeric,  -- null until the restatement is applied
  primary key (tenant_id, restatement_id, mode, month, kind)
);
call core.protect_table('movements.restatement_figures');

-- Tenants whose movements a restatement has changed.
create table movements.restatement_changes (
  tenant_id      text not null,
  restatement_id text not null,
  month          date not null,
  kind           text not null,
  plan           text not null,
  mode           text not null,
  delta_minor    numeric not null check (delta_minor <> (0)),
  primary key (tenant_id, restatement_id, month, kind, plan)
);
create index restatement_changes_list on movements.restatement_changes (restatement_id, tenant_id);
call core.protect_table('movements.restatement_changes');
