-- MRR movements, their monthly totals, closed months and current balances.
create schema movements;
grant usage on schema movements to oc_app, oc_console;

-- One row per plan of a movement; rows of one tenant, currency and time form one movement of one kind.
-- Recalculated from the reported facts while the month is open.
create table movements.movements (
  tenant_id   text not null,
  currency    text not null,
  at          timestamptz not null,
  kind        text not null check (kind in ('new', 'expansion', 'contraction', 'churn', 'reactivation', 'switch', 'adjustment')),
  plan        text not null,  -- plan's key
  mode        text not null,
  reason      text,  -- of churn: to_free, to_zero, cancelled, trial, ended; of an adjustment: its cause
  delta_minor numeric not null check (delta_minor <> (0)),
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, currency, at, kind, plan)
);
create index movements_by_time on movements.movements (mode, currency, at) include (kind, plan, delta_minor);
call core.protect_table('movements.movements');

-- Monthly totals for pages. Updated with every movement and recalculated when the reporting time zone changes.
create table movements.mrr_month (
  mode        text not null,
  currency    text not null,
  month       date not null,
  kind        text not null,
  plan        text not null,
  starts_at   timestamptz not null,
  ends_at     timestamptz not null,
  delta_minor numeric not null,
  n           bigint not null,  -- number of movement rows
  primary key (mode, currency, month, kind, plan)
);
create index mrr_month_empty on movements.mrr_month (n) where n = 0;
call core.protect_global_table('movements.mrr_month');
grant select on movements.mrr_month to oc_console;

-- A closed month. Later corrections are booked in the first open month. A run closes it; undo reopens it.
create table movements.closings (
  tenant_id text not null default 'tnt_platform',
  month     date not null,
  until_at  timestamptz not null,  -- end of the month, exclusive
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  closed_at timestamptz,
  primary key (tenant_id, month, opened_by)
);
create unique index closings_open on movements.closings (tenant_id, month) where closed_by is null;
call core.protect_table('movements.closings');

-- A single row, locked by recalculation and by closing a month so that they don't overlap. It also keeps the time zone of the months.
create table movements.settings (
  tenant_id text primary key default 'tnt_platform',
  zone      text not null
);
insert into movements.settings (zone) values ('UTC');  -- before row-level security, which also applies to the table owner
call core.protect_table('movements.settings');

-- Current MRR by tenant and plan, so that today's metrics read current plans instead of all movements.
-- A trigger keeps it, so that writes by older releases and demo cleanup are included.
create table movements.balances (
  tenant_id   text not null,
  currency    text not null,
  plan        text not null,
  mode        text not null,
  delta_minor numeric not null,  -- sum of all movements; rows with 0 are deleted
  primary key (tenant_id, currency, plan)
);
create index standing_reported on movements.balances (mode, currency);
create index balances_empty on movements.balances (tenant_id) where delta_minor = (0);
call core.protect_table('movements.balances');
