-- What happens after a payment fails: the steps of the campaign, the steps that were carried out, and tenants on hold.
create schema dunning;
grant usage on schema dunning to oc_app, oc_console;

-- A version of the steps. Each change adds a row and closes the previous one; without a row, the default steps apply.
create table dunning.campaigns (
  tenant_id text not null,  -- always tnt_platform
  version   int not null,
  steps     jsonb not null,
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  primary key (tenant_id, opened_by)
);
create unique index campaigns_open on dunning.campaigns (tenant_id) where closed_by is null;
call core.protect_table('dunning.campaigns');

-- A period in which the steps are carried out.
create table dunning.activations (
  tenant_id   text not null,  -- always tnt_platform
  suspensions int not null,  -- maximum in 24 hours without approval
  opened_by   text not null,
  opened_at   timestamptz not null,
  closed_by   text,
  primary key (tenant_id, opened_by)
);
create unique index activations_open on dunning.activations (tenant_id) where closed_by is null;
call core.protect_table('dunning.activations');

-- A period in which no step is carried out for a tenant.
create table dunning.holds (
  tenant_id text not null,
  until_at  timestamptz,  -- null until a person releases it
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  closed_at timestamptz,
  primary key (tenant_id, opened_by)
);
create unique index holds_open on dunning.holds (tenant_id) where closed_by is null;
call core.protect_table('dunning.holds');

-- An unpaid invoice that steps are carried out for.
create table dunning.cases (
  tenant_id  text not null,
  account_id text not null,
  invoice_id text not null,
  mode       text not null check (mode in ('live', 'test')),
  version    int not null,
  steps      jsonb not null,  -- of the version with which the case was opened
  started_at timestamptz not null,  -- day 0
  next_step  text,  -- null if there is none
  next_at    timestamptz,  -- when the case is evaluated again; null if there is no next step, or on hold without an end
  reached    text,  -- last step that was carried out
  blocked    text check (blocked in ('approval', 'limit')),  -- why the next step isn't carried out
  page_url   text,  -- hosted page where the customer can pay
  limits_at  timestamptz,  -- next step that restricts access
  opened_at  timestamptz not null,
  closed_at  timestamptz,
  outcome    text check (outcome in ('recovered', 'lost', 'void', 'moved')),
  primary key (tenant_id, account_id, invoice_id)
);
create index cases_due on dunning.cases (next_at) where closed_at is null and next_at is not null;
create index cases_open on dunning.cases (account_id, invoice_id) where closed_at is null;
call core.protect_table('dunning.cases');
call core.show_in_portal('dunning.cases', 'tenant_id', 'reached', 'page_url', 'limits_at', 'opened_at', 'closed_at');

-- A step that was carried out or skipped.
create table dunning.steps (
  tenant_id  text not null,
  account_id text not null,
  invoice_id text not null,
  step       text not null,  -- day and action, such as 3_email
  result     text not null check (result in ('done', 'skipped')),
  code       text,  -- why it was skipped
  email_id   text,
  run_id     text,  -- run that restricted access
  done_at    timestamptz not null,
  primary key (tenant_id, account_id, invoice_id, step)
);
create index steps_run on dunning.steps (run_id) where run_id is not null;
call core.protect_table('dunning.steps');
