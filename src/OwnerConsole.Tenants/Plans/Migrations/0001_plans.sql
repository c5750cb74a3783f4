-- Tables of Plans.
create schema plans;
grant usage on schema plans to oc_app, oc_console, oc_bound, oc_portal;

create table plans.plans (
  plan_id   text primary key,
  key       text not null,  -- as the application reports it in plan_items
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,  -- the run that retired it
  closed_at timestamptz,
  is_addon  boolean not null default false
);
create unique index plans_open on plans.plans (key) where closed_by is null;
call core.protect_global_table('plans.plans');
grant select on plans.plans to oc_bound, oc_console, oc_portal;
grant select (is_addon) on plans.plans to oc_portal;

create table plans.versions (
  plan_id      text not null,
  opened_by    text not null,  -- the run that made or changed the plan
  name         text not null,
  amount       bigint not null check (amount >= 0),
  currency     text not null,
  interval     text not null check (interval in ('month', 'year')),
  trial_days   int not null check (trial_days >= 0),
  opened_at    timestamptz not null,
  closed_by    text,
  closed_at    timestamptz,
  number       int not null default 1,
  holders      text not null default 'new' check (holders in ('new', 'all', 'from')),  -- who gets it besides those who take the plan from then on
  holders_at   timestamptz,  -- when those get it who hold the plan already; for 'from'
  withdrawn    boolean not null default false,  -- an undo has taken it back: nobody holds it
  other_prices jsonb not null default '[]',
  primary key (plan_id, opened_by),
  check ((holders = 'from') = (holders_at is not null))
);
create unique index versions_open on plans.versions (plan_id) where closed_by is null;
call core.protect_global_table('plans.versions');
grant select on plans.versions to oc_bound, oc_console, oc_portal;
grant select (other_prices) on plans.versions to oc_portal;

create table plans.limits (
  plan_id   text not null,
  number    int not null,  -- of the version
  feature   text not null,  -- its key
  allows    text not null,  -- on, off, unlimited, a number or a value
  opened_by text not null,  -- the run that published the version
  closed_by text,  -- the run that took it back: nobody holds it any more
  primary key (plan_id, number, feature)
);
call core.protect_global_table('plans.limits');
grant select on plans.limits to oc_bound, oc_console, oc_portal;

-- A version that is still being written: one of a plan at most, sold to nobody until it is published. Each change is a row of its own, opened by one run and closed by the next.
create table plans.drafts (
  plan_id      text not null,
  opened_by    text not null,  -- the run that wrote it so
  amount       bigint not null check (amount >= 0),
  currency     text not null,
  interval     text not null check (interval in ('month', 'year')),
  trial_days   int not null check (trial_days >= 0),
  limits       jsonb not null,  -- of each feature how much it grants
  opened_at    timestamptz not null,
  closed_by    text,  -- the run that changed, discarded or published it
  closed_at    timestamptz,
  other_prices jsonb not null default '[]',
  primary key (plan_id, opened_by)
);
create unique index drafts_open on plans.drafts (plan_id) where closed_by is null;
call core.protect_global_table('plans.drafts');
grant select on plans.drafts to oc_bound, oc_console;
