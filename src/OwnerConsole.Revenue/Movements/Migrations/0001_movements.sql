-- Tables of Movements.
create schema movements;
grant usage on schema movements to oc_app, oc_console;

-- One row for each plan that a movement touched; those of one tenant, currency and moment are one movement and of one kind. Written anew from the facts while its month is open.
create table movements.movements (
  tenant_id   text not null,
  currency    text not null,
  at          timestamptz not null,
  kind        text not null check (kind in ('new', 'expansion', 'contraction', 'churn', 'reactivation', 'switch', 'adjustment')),
  plan        text not null,  -- its key
  mode  text not null,
  reason      text,  -- of churn: to_free, to_zero, cancelled, trial, ended; of an adjustment: what it makes up for
  delta_minor numeric not null check (delta_minor <> (0)),
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, currency, at, kind, plan)
);
create index movements_by_time on movements.movements (mode, currency, at) include (kind, plan, delta_minor);
call core.protect_table('movements.movements');

-- The same summed up by month, for pages: kept with every movement, and made anew when months are cut in another zone.
create table movements.mrr_month (
  mode  text not null,
  currency    text not null,
  month       date not null,
  kind        text not null,
  plan        text not null,
  starts_at   timestamptz not null,
  ends_at     timestamptz not null,
  delta_minor numeric not null,
  n           bigint not null,  -- rows of movements
  primary key (mode, currency, month, kind, plan)
);
create index mrr_month_empty on movements.mrr_month (n) where n = 0;
call core.protect_global_table('movements.mrr_month');
grant select on movements.mrr_month to oc_console;

-- A closed month: whatever becomes known of it later is booked in the first open one. Opened by a run, reopened by its undo.
create table movements.closings (
  tenant_id text not null default 'tnt_platform',
  month     date not null,
  until_at  timestamptz not null,  -- the first moment after it
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  closed_at timestamptz,
  primary key (tenant_id, month, opened_by)
);
create unique index closings_open on movements.closings (tenant_id, month) where closed_by is null;
call core.protect_table('movements.closings');

-- The one row that is taken by whoever counts and by whoever closes a month, so that neither passes the other; and the zone that months were cut in.
create table movements.settings (
  tenant_id text primary key default 'tnt_platform',
  zone      text not null
);
insert into movements.settings (zone) values ('UTC'); -- before row-level security, which applies to the owner of the table too
call core.protect_table('movements.settings');

-- What every tenant pays today, plan by plan, so that today's numbers cost what is paid and not what ever moved. Kept by the database with every movement, whoever writes it: also a release before, and who erases a demo.
create table movements.balances (
  tenant_id   text not null,
  currency    text not null,
  plan        text not null,
  mode  text not null,
  delta_minor numeric not null,  -- the sum of all movements; no row where it is 0
  primary key (tenant_id, currency, plan)
);
create index standing_reported on movements.balances (mode, currency);
create index balances_empty on movements.balances (tenant_id) where delta_minor = (0);
call core.protect_table('movements.balances');
