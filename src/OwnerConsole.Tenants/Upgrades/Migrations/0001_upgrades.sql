-- Tables of Upgrades.
create schema upgrades;
grant usage on schema upgrades to oc_app, oc_console;

create table upgrades.requests (
  tenant_id  text not null,
  upgrade_id text not null,
  plan       text not null,  -- the key of what is asked for
  replaces   text[] not null,  -- keys of what it gives up for it
  reason     text,  -- in the words of whoever asked; null once they are anonymised
  requested_by   text not null,  -- a person of the tenant, a key or somebody of the team
  member_id  text,  -- the person, where it was one
  request_key  text,  -- the caller and its own name for the request, so that asking again asks once
  request_key_hash bytea,  -- of what was asked under that name
  opened_at  timestamptz not null,
  state      text not null default 'open' check (state in ('open', 'approved', 'rejected', 'cancelled')),
  given      text,  -- the key of the plan that it got, which may be another than it asked for
  answer     text,  -- why it was answered so, for the tenant
  closed_by  text,  -- the run; of one that was cancelled, who did so
  closed_at  timestamptz,
  primary key (tenant_id, upgrade_id),
  check (((state = 'open') = (closed_at is null)) and ((state = 'approved') = (given is not null)))
);
create unique index requests_open on upgrades.requests (tenant_id, plan) where state = 'open';
create unique index requests_by_id on upgrades.requests (upgrade_id);
create unique index requests_by_key on upgrades.requests (tenant_id, request_key) where request_key is not null;
create index requests_by_age on upgrades.requests (opened_at desc, upgrade_id desc);
create index requests_waiting on upgrades.requests (opened_at, upgrade_id) where state = 'open';
create index requests_by_run on upgrades.requests (closed_by) where closed_by is not null;
call core.protect_table('upgrades.requests');
call core.show_in_portal('upgrades.requests', 'tenant_id', 'upgrade_id', 'plan', 'replaces', 'reason', 'requested_by', 'opened_at', 'state', 'given', 'answer', 'closed_by', 'closed_at');

-- Which requests are approved without a person: each rule is a principal of its own, with one permission and a ceiling.
create table upgrades.rules (
  tenant_id   text not null,  -- the platform's
  rule_id     text not null,
  plan        text not null,  -- the key of what is asked for
  instead_of  text,  -- the key of the only plan that is given up for it; null for whatever is
  tenure_days int not null check (tenure_days >= 0),
  daily       int not null check (daily > 0),
  opened_by   text not null,
  opened_at   timestamptz not null,
  closed_by   text,
  closed_at   timestamptz,
  primary key (tenant_id, rule_id, opened_by)
);
create unique index rules_one on upgrades.rules (rule_id) where closed_by is null;
call core.protect_table('upgrades.rules');
