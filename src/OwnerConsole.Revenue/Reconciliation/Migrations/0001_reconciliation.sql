-- Differences between Stripe, the console and the application, the runs that look for them, and what people decide about them.
create schema reconciliation;
grant usage on schema reconciliation to oc_app, oc_console;

-- A difference. It is open until a check no longer finds it.
create table reconciliation.findings (
  tenant_id     text not null,  -- tnt_platform if it belongs to no tenant
  finding_id    text not null,  -- fnd_…
  mode          text not null check (mode in ('live', 'test')),
  account_id    text not null,  -- account at the payment provider
  type          text not null,
  object_type   text not null,  -- Stripe's name of the type, or tenant
  object_id     text not null,
  field         text not null,  -- empty if the whole object is concerned
  ours          text,  -- value in the console; null if it has none, or if it is personal
  theirs        text,  -- value at Stripe
  reported      text,  -- access that the application reports
  amount_minor  bigint not null,  -- money at risk; per month for subscriptions
  currency      text,  -- null if no money is at risk
  severity      text not null check (severity in ('high', 'medium', 'low')),
  agreed_at     timestamptz,  -- last time at which both sides are known to have agreed
  first_seen_at timestamptz not null,
  last_seen_at  timestamptz not null,
  resolved_at   timestamptz,  -- first check that no longer found it
  resolved_by   text,  -- run that fixed it; null if it no longer differs for another reason
  primary key (tenant_id, finding_id)
);
create unique index findings_id on reconciliation.findings (finding_id);
create unique index findings_open on reconciliation.findings (mode, account_id, type, object_id, field) where resolved_at is null;
create index findings_seen on reconciliation.findings (mode, first_seen_at desc, finding_id desc);
create index findings_at_risk on reconciliation.findings (mode, amount_minor desc) where resolved_at is null;
call core.protect_table('reconciliation.findings');

-- A person's decision that a finding needs no action until a day.
create table reconciliation.ignores (
  tenant_id  text not null,
  finding_id text not null,
  opened_by  text not null,
  opened_at  timestamptz not null,
  until_at   timestamptz not null,
  reason     text not null,
  closed_by  text,
  primary key (tenant_id, finding_id, opened_by)
);
create unique index ignores_open on reconciliation.ignores (tenant_id, finding_id) where closed_by is null;
call core.protect_table('reconciliation.ignores');

-- A fix that a person has started, with what it was based on.
create table reconciliation.fixes (
  tenant_id     text not null,
  finding_id    text not null,
  opened_by     text not null,
  opened_at     timestamptz not null,
  action        text not null,  -- what the fix did
  status_before text,  -- of the tenant
  payment_id    text,  -- ch_… of the payment that access was restored for
  closed_by     text,
  primary key (tenant_id, finding_id, opened_by)
);
create unique index fixes_open on reconciliation.fixes (tenant_id, finding_id) where closed_by is null;
call core.protect_table('reconciliation.fixes');

-- Tenants whose billing or access has changed and is to be checked. tnt_platform stands for what belongs to no tenant.
create table reconciliation.stale_tenants (
  id        text primary key,
  marks     bigint not null default 1,  -- changes since the last check
  marked_at timestamptz not null default now()
);
call core.protect_global_table('reconciliation.stale_tenants');
alter table reconciliation.stale_tenants enable row level security;
grant select on reconciliation.stale_tenants to oc_bound, oc_console;
create policy app on reconciliation.stale_tenants to oc_app using (true) with check (true);
create policy console on reconciliation.stale_tenants for select to oc_console using (true);
create policy bound on reconciliation.stale_tenants for select to oc_bound using (id in (select unnest(core.tenant_scope())));

-- A comparison with Stripe.
create table reconciliation.runs (
  tenant_id  text not null,  -- always tnt_platform
  run_id     text not null,  -- rec_…
  mode       text not null check (mode in ('live', 'test')),
  account_id text not null,
  kind       text not null check (kind in ('events', 'full')),
  is_dry_run boolean not null,
  opened_by  text,  -- run of the operation that requested it; null for scheduled ones
  started_at timestamptz not null,
  since_at   timestamptz not null,  -- events created since then are compared
  ended_at   timestamptz,
  findings   bigint not null default 0,  -- differences that were confirmed
  primary key (tenant_id, run_id)
);
create index runs_open on reconciliation.runs (started_at) where ended_at is null;
create index runs_started on reconciliation.runs (mode, started_at desc);
call core.protect_table('reconciliation.runs');

-- A list of a comparison, with the place where it continues after a restart.
create table reconciliation.run_lists (
  tenant_id    text not null,  -- always tnt_platform
  run_id       text not null,
  type         text not null,  -- Stripe's name of the type, or event
  place        int not null,  -- order in which the lists are read
  last_id      text,  -- last object that was compared; null before the first page
  checked      bigint not null default 0,  -- objects that were compared
  completed_at timestamptz,
  failed_at    timestamptz,  -- last failed request; null after a success
  error        text,
  primary key (tenant_id, run_id, type)
);
call core.protect_table('reconciliation.run_lists');

-- Objects that were found at Stripe, with the last run that found them.
create table reconciliation.seen_objects (
  tenant_id  text not null,  -- always tnt_platform
  account_id text not null,
  object_id  text not null,
  run_id     text not null,
  primary key (tenant_id, account_id, object_id)
);
call core.protect_table('reconciliation.seen_objects');

-- Differences that are compared again before they become findings.
create table reconciliation.candidates (
  tenant_id text not null,  -- always tnt_platform
  run_id    text not null,
  object_id text not null,
  type      text not null,
  due_at    timestamptz not null,  -- when it is compared again
  attempts  int not null default 0,  -- failed requests
  primary key (tenant_id, run_id, object_id)
);
call core.protect_table('reconciliation.candidates');

-- Last complete check inside the console.
create table reconciliation.checks (
  tenant_id     text not null,  -- always tnt_platform
  mode          text not null check (mode in ('live', 'test')),
  checked_at    timestamptz not null,
  subscriptions bigint not null,  -- current subscriptions that were checked
  primary key (tenant_id, mode)
);
call core.protect_table('reconciliation.checks');
