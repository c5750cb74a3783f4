-- Plans, their published versions with prices, limits and drafts.
create schema plans;
grant usage on schema plans to oc_app, oc_console, oc_bound, oc_portal;

create table plans.plans (
  plan_id   text primary key,
  key       text not null,  -- as reported by the application in plan_items
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,  -- run that retired it
  closed_at timestamptz,
  is_addon  boolean not null default false
);
create unique index plans_open on plans.plans (key) where closed_by is null;
call core.protect_global_table('plans.plans');
grant select on plans.plans to oc_bound, oc_console, oc_portal;
grant select (is_addon) on plans.plans to oc_portal;

-- A published version of a plan; it never changes.
create table plans.versions (
  plan_id      text not null,
  opened_by    text not null,  -- run that published it
  name         text not null,
  amount       bigint not null check (amount >= 0),  -- minor units per interval
  currency     text not null,
  interval     text not null check (interval in ('month', 'year')),
  trial_days   int not null check (trial_days >= 0),
  opened_at    timestamptz not null,
  closed_by    text,
  closed_at    timestamptz,
  number       int not null default 1,
  rollout      text not null default 'new' check (rollout in ('new', 'all', 'from')),  -- new subscriptions only, all tenants, or all from rollout_at on
  rollout_at   timestamptz,  -- start for existing subscriptions when rollout is 'from'
  withdrawn    boolean not null default false,  -- publishing was undone; no tenant is on it
  other_prices jsonb not null default '[]',
  primary key (plan_id, opened_by),
  check ((rollout = 'from') = (rollout_at is not null))
);
create unique index versions_open on plans.versions (plan_id) where closed_by is null;
call core.protect_global_table('plans.versions');
grant select on plans.versions to oc_bound, oc_console, oc_portal;
grant select (other_prices) on plans.versions to oc_portal;

-- Amount that a plan version includes of one feature.
create table plans.limits (
  plan_id   text not null,
  number    int not null,  -- versions.number
  feature   text not null,  -- feature's key
  allows    text not null,  -- on, off, unlimited, a number or a value
  opened_by text not null,  -- run that published the version
  closed_by text,  -- run that undid the publishing
  primary key (plan_id, number, feature)
);
call core.protect_global_table('plans.limits');
grant select on plans.limits to oc_bound, oc_console, oc_portal;

-- Unpublished version of a plan, at most one per plan. Each edit adds a row and closes the previous one.
create table plans.drafts (
  plan_id      text not null,
  opened_by    text not null,  -- run of the edit
  amount       bigint not null check (amount >= 0),  -- minor units per interval
  currency     text not null,
  interval     text not null check (interval in ('month', 'year')),
  trial_days   int not null check (trial_days >= 0),
  limits       jsonb not null,  -- allowed amount by feature key
  opened_at    timestamptz not null,
  closed_by    text,  -- run that edited, discarded or published it
  closed_at    timestamptz,
  other_prices jsonb not null default '[]',
  primary key (plan_id, opened_by)
);
create unique index drafts_open on plans.drafts (plan_id) where closed_by is null;
call core.protect_global_table('plans.drafts');
grant select on plans.drafts to oc_bound, oc_console;
