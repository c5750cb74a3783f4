-- Upgrade requests of tenants, and rules that approve them automatically.
create schema upgrades;
grant usage on schema upgrades to oc_app, oc_console;

create table upgrades.requests (
  tenant_id        text not null,
  upgrade_id       text not null,
  plan             text not null,  -- key of the requested plan
  replaces         text[] not null,  -- keys of the plans it replaces
  reason           text,  -- requester's words; null once anonymised
  requested_by     text not null,  -- a member, an API key or a team member
  member_id        text,  -- null unless a member requested it
  request_key      text,  -- caller and idempotency key
  request_key_hash bytea,  -- hash of the request sent with request_key
  opened_at        timestamptz not null,
  state            text not null default 'open' check (state in ('open', 'approved', 'rejected', 'cancelled')),
  approved_plan    text,  -- key of the approved plan; can differ from plan
  answer           text,  -- reason shown to the tenant
  closed_by        text,  -- run; for a cancelled request the actor
  closed_at        timestamptz,
  primary key (tenant_id, upgrade_id),
  check (((state = 'open') = (closed_at is null)) and ((state = 'approved') = (approved_plan is not null)))
);
create unique index requests_open on upgrades.requests (tenant_id, plan) where state = 'open';
create unique index requests_by_id on upgrades.requests (upgrade_id);
create unique index requests_by_key on upgrades.requests (tenant_id, request_key) where request_key is not null;
create index requests_by_age on upgrades.requests (opened_at desc, upgrade_id desc);
create index requests_waiting on upgrades.requests (opened_at, upgrade_id) where state = 'open';
create index requests_by_run on upgrades.requests (closed_by) where closed_by is not null;
call core.protect_table('upgrades.requests');
call core.show_in_portal('upgrades.requests', 'tenant_id', 'upgrade_id', 'plan', 'replaces', 'reason', 'requested_by', 'opened_at', 'state', 'approved_plan', 'answer', 'closed_by', 'closed_at');

-- Rules that approve requests automatically. Each rule is a separate principal with one permission and a ceiling.
create table upgrades.rules (
  tenant_id   text not null,  -- always tnt_platform
  rule_id     text not null,
  plan        text not null,  -- key of the requested plan
  instead_of  text,  -- key of the only plan it can replace; null means any
  tenure_days int not null check (tenure_days >= 0),  -- minimum age of the tenant
  daily       int not null check (daily > 0),  -- maximum approvals in 24 hours
  opened_by   text not null,
  opened_at   timestamptz not null,
  closed_by   text,
  closed_at   timestamptz,
  primary key (tenant_id, rule_id, opened_by)
);
create unique index rules_one on upgrades.rules (rule_id) where closed_by is null;
call core.protect_table('upgrades.rules');
