-- The plans that a platform sells, as its application names them. A plan is made by one run and retired by another; its terms likewise.
create schema plans;
grant usage on schema plans to oc_app, oc_console;

create table plans.plans (
  plan_id   text primary key,
  key       text not null,               -- as the application reports it in plan_items
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,                        -- the run that retired it
  closed_at timestamptz
);
create unique index plans_open on plans.plans (key) where closed_by is null;
call core.own_global('plans.plans');
grant select on plans.plans to oc_console;

create table plans.terms (
  plan_id    text not null,
  opened_by  text not null,              -- the run that made or changed the plan
  name       text not null,
  amount     bigint not null check (amount >= 0),
  currency   text not null,
  interval   text not null check (interval in ('month', 'year')),
  trial_days int not null check (trial_days >= 0),
  opened_at  timestamptz not null,
  closed_by  text,
  closed_at  timestamptz,
  primary key (plan_id, opened_by)
);
create unique index terms_open on plans.terms (plan_id) where closed_by is null;
call core.own_global('plans.terms');
grant select on plans.terms to oc_console;
