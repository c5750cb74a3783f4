-- Test tables for operations whose modules don't exist yet. They prove the laws and are never installed outside tests.
create schema laws;
grant usage on schema laws to oc_app, oc_console;

-- A tenant created by the owner; once used, it is like any other tenant.
create table laws.openings (
  tenant_id text not null,
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  primary key (tenant_id)
);
call core.protect_table('laws.openings');

-- Invoices as reported by Stripe. Only the projector writes them.
create table laws.invoices (
  tenant_id  text not null,
  invoice_id text not null,
  amount     bigint not null,
  refunded   bigint not null default 0,
  primary key (tenant_id, invoice_id)
);
call core.protect_table('laws.invoices');

-- Requests to an external service and their answers.
create table laws.intents (
  tenant_id  text not null,
  opened_by  text not null,
  kind       text not null,
  about      text not null,
  amount     bigint not null default 0,
  opened_at  timestamptz not null,
  settled_at timestamptz,  -- null until answered
  closed_by  text,  -- run of the undo; 'outside' after an external rejection
  primary key (tenant_id, opened_by)
);
call core.protect_table('laws.intents');

create table laws.flag_values (
  tenant_id text not null,
  flag_id   text not null,
  percent   int not null,
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  primary key (tenant_id, flag_id, opened_at)
);
create unique index flag_values_open on laws.flag_values (tenant_id, flag_id) where closed_by is null;
call core.protect_table('laws.flag_values');

create table laws.ramps (
  tenant_id text not null,
  flag_id   text not null,
  steps     int not null,
  opened_by text not null,
  opened_at timestamptz not null,
  ended_at  timestamptz,
  closed_by text,
  primary key (tenant_id, flag_id, opened_by)
);
create unique index ramps_open on laws.ramps (tenant_id, flag_id) where closed_by is null and ended_at is null;
call core.protect_table('laws.ramps');
