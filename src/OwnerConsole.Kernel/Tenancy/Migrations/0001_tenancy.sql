-- Tables of Tenancy.
create table core.tenants (
  tenant_id           text primary key,
  mode          text not null check (mode in ('live', 'test')),
  external_id         text not null,
  name                text not null,
  contact_email       text,
  owner_external_id   text,
  owner_name          text,
  time_zone           text,
  stripe_customer_ids text[] not null default '{}',
  trial_ends_at       timestamptz,
  opened_at           timestamptz not null,
  reported_at         timestamptz not null,
  sort_name           text generated always as (lower(name)) stored not null,
  search              text generated always as (lower(((((((name || ' ') || coalesce(contact_email, '')) || ' ') || external_id) || ' ') || tenant_id))) stored not null,
  trial_reported_at   timestamptz,  -- when it last said another end of the trial
  reported_plan_items jsonb,  -- what it last said of the plans held, ordered by plan
  unique (mode, external_id)
);
create index tenants_by_name on core.tenants (mode, sort_name, tenant_id);
create index tenants_by_age on core.tenants (mode, opened_at, tenant_id);
create index tenants_by_contact on core.tenants (mode, coalesce(lower(contact_email), ''), tenant_id);
create index tenants_by_text on core.tenants using gin (core.search_text(search) gin_trgm_ops);
call core.protect_table('core.tenants');
call core.show_in_portal('core.tenants', 'tenant_id', 'name', 'time_zone', 'opened_at');

-- The open facts, for indexed filters; every change of one is a new revision, which a preview remembers.
create table core.tenant_status (
  tenant_id   text primary key,
  mode  text not null,
  lifecycle   text not null check (lifecycle in ('trial', 'active', 'cancelled', 'anonymised')),
  suspensions int not null default 0 check (suspensions >= 0),
  blocks      int not null default 0 check (blocks >= 0),
  past_due    boolean not null default false,
  revision    bigint not null default 1,
  status      text generated always as (case
    when (lifecycle = 'anonymised') then 'anonymised'
    when (lifecycle = 'cancelled') then 'cancelled'
    when (suspensions > 0) then 'suspended'
    when (blocks > 0) then 'blocked'
    when past_due then 'past_due'
    when (lifecycle = 'trial') then 'trial'
    else 'active'
end) stored not null
);
create index tenant_status_by_word on core.tenant_status (mode, status, tenant_id);
create index tenant_status_anonymised on core.tenant_status (tenant_id) where lifecycle = 'anonymised';
call core.protect_table('core.tenant_status');
call core.show_in_portal('core.tenant_status', 'tenant_id', 'status');

-- What a tenant holds, with the time it held it: a number of last March joins the plan of last March.
create table core.plan_items (
  tenant_id text not null,
  plan      text not null,
  quantity  int not null default 1 check (quantity > 0),
  from_at   timestamptz not null,
  to_at     timestamptz,
  opened_by text,  -- the run that decided so; null for what the application reported
  closed_by text,
  taken_at  timestamptz,  -- as if the plan had been taken then; null in what is older than this: since it is held
  currency  text,
  interval  text,  -- that it is paid for, such as year
  primary key (tenant_id, plan, from_at)
);
create unique index plan_items_open on core.plan_items (tenant_id, plan) where to_at is null;
create index plan_items_by_time on core.plan_items (from_at, tenant_id, plan);
create index plan_items_by_plan on core.plan_items (plan, tenant_id) where to_at is null;
create index plan_items_ended on core.plan_items (to_at) include (tenant_id, plan, quantity, from_at) where to_at is not null;
call core.protect_table('core.plan_items');
call core.show_in_portal('core.plan_items', 'tenant_id', 'plan', 'quantity', 'from_at', 'to_at', 'taken_at', 'currency', 'interval');

-- Country, source, campaign, referrer and the owner's own attributes, each with its validity.
create table core.attributes (
  tenant_id text not null,
  name      text not null,
  value     jsonb not null,
  from_at   timestamptz not null,
  to_at     timestamptz,
  primary key (tenant_id, name, from_at)
);
create unique index attributes_open on core.attributes (tenant_id, name) where to_at is null;
create index attributes_by_value on core.attributes (name, md5((value #>> '{}')), tenant_id) where to_at is null;
call core.protect_table('core.attributes');

create table core.members (
  tenant_id      text not null,
  member_id      text not null,
  external_id    text not null,
  name           text,
  email          text,
  role           text,
  support_number text not null,
  last_seen_at   timestamptz,
  joined_at      timestamptz not null,
  anonymised_at  timestamptz,
  left_at        timestamptz,  -- null while the person belongs to the tenant
  primary key (tenant_id, member_id),
  unique (tenant_id, external_id)
);
create index members_by_joining on core.members (tenant_id, joined_at, member_id);
create index members_by_id on core.members (member_id);
create index members_in_order on core.members (lower(coalesce(name, '')), member_id);
create index members_anonymised on core.members (tenant_id, external_id) where anonymised_at is not null;
create index members_by_role on core.members (role) where role is not null;
create index members_by_text on core.members using gin (core.search_text(((((((coalesce(name, '') || ' ') || coalesce(email, '')) || ' ') || external_id) || ' ') || support_number)) gin_trgm_ops);
create index members_by_name on core.members (core.search_text(name) text_pattern_ops);
call core.protect_table('core.members');

-- One number for one person on the whole platform; people read it out on the telephone.
create table core.support_numbers (
  number     text not null check (number ~ '^#U[0-9]{9}$'),
  tenant_id  text not null,
  member_id  text not null,
  mode text not null default 'live',
  primary key (mode, number)
);
create index support_numbers_by_prefix on core.support_numbers (number text_pattern_ops);
call core.protect_table('core.support_numbers');

-- The end of a trial as a run decided it.
create table core.trials (
  tenant_id text not null,
  opened_by text not null,
  days      int not null check (days > 0),  -- that were given
  ends_at   timestamptz not null,
  opened_at timestamptz not null,
  closed_by text,
  closed_at timestamptz,
  primary key (tenant_id, opened_by)
);
create unique index trials_open on core.trials (tenant_id) where closed_by is null;
call core.protect_table('core.trials');

-- A tenant's lifecycle gets a history as its plans and attributes have one, and a report may say since when it holds: history is imported, and late news fall into place.
create table core.lifecycles (
  tenant_id text not null,
  lifecycle text not null check (lifecycle in ('trial', 'active', 'cancelled', 'anonymised')),
  from_at   timestamptz not null,
  to_at     timestamptz,
  primary key (tenant_id, from_at)
);
create unique index lifecycles_open on core.lifecycles (tenant_id) where to_at is null;
call core.protect_table('core.lifecycles');

-- Moments that a dated report spoke of, and those whose rows it replaced: what is said of a moment holds until the next one that something was said of, in whatever order they come.
create table core.moments (
  tenant_id text not null,
  what      text not null,  -- plan_items, lifecycle, or attribute: and its name
  at        timestamptz not null,
  run       text,  -- the run that decided so at this moment; null for what the application said
  primary key (tenant_id, what, at)
);
call core.protect_table('core.moments');

-- What a plan cost, by the key that plan_items name. The first price of a key holds since ever: before it was written down the plan wasn't for free.
create table core.plan_prices (
  plan         text not null,
  from_at      timestamptz not null,
  to_at        timestamptz,
  amount       bigint not null check (amount >= 0),  -- in the smallest unit
  currency     text not null,
  unit         text not null check (unit in ('day', 'week', 'month', 'year')),
  units        int not null default 1 check (units > 0),  -- 3 and month: it is paid each quarter
  opened_by    text not null,
  closed_by    text,
  holders_at   timestamptz default '-infinity',  -- from then on those pay it, too, who took the plan before it; null for never
  due_at       timestamptz,  -- the same while it is to come: whoever counts money looks again then
  withdrawn_at timestamptz,  -- an undo has taken it back: nobody pays it from then on
  place        int not null default 0 check (place >= 0),
  primary key (plan, currency, unit, units, from_at)
);
create index plan_prices_due on core.plan_prices (due_at) where due_at is not null;
create unique index plan_prices_open on core.plan_prices (plan, currency, unit, units) where to_at is null;
call core.protect_global_table('core.plan_prices');
grant select on core.plan_prices to oc_bound, oc_console, oc_portal;

-- Whose money has to be counted anew, from the earliest moment on that changed. Written with the change itself; whoever counts takes it away.
create table core.stale_revenue (
  kind      text not null check (kind in ('tenant', 'plan')),  -- of a plan: everybody who held it
  id        text not null,
  since     timestamptz not null,
  marks     bigint not null default 1,  -- changes since it was taken away last
  reached   text not null default '',  -- of a plan: the last holder who is counted already
  marked_at timestamptz not null default now(),
  primary key (kind, id)
);
call core.protect_global_table('core.stale_revenue');
alter table core.stale_revenue enable row level security;
grant select on core.stale_revenue to oc_bound, oc_console;
create policy app on core.stale_revenue to oc_app using (true) with check (true);
create policy console on core.stale_revenue for select to oc_console using (true);
create policy bound on core.stale_revenue for select to oc_bound using ((kind = 'plan') or (id in ( select unnest(core.tenant_scope()) as unnest)));

-- What the top bar shows on every page, counted in the background: one row however many tenants there are. Unlogged, because it is counted anew at each start; after a crash it is empty.
create unlogged table core.status_counts (
  mode text primary key check (mode in ('live', 'test')),
  statuses   jsonb not null  -- a number of tenants by the word of their status
);
call core.protect_global_table('core.status_counts');
grant select on core.status_counts to oc_console;

-- That the demo is erased, by whom, and when it was over.
create table core.demo_deletions (
  run_id   text primary key,
  up_to    text not null,  -- the highest id of a tenant that goes
  requested_at timestamptz not null,
  ended_at timestamptz  -- null: it is going on
);
create unique index demo_deletion_open on core.demo_deletions ((true)) where ended_at is null;
call core.protect_global_table('core.demo_deletions');
grant select on core.demo_deletions to oc_console;

-- The directory shows how many people each tenant has and when the last of them was there, sorts by both and filters by the second: a row a tenant, so that no page counts people.
create table core.tenant_summaries (
  tenant_id     text primary key,
  mode    text not null check (mode in ('live', 'test')),
  members       bigint not null default 0 check (members >= 0),
  last_seen_at  timestamptz not null default '-infinity',
  line_until    date,  -- the last day of what is kept; null: nothing is
  line          text not null default '',  -- activity of the 31 days up to it, apart by spaces, as it is read; empty: none on any of them
  line_sessions bigint not null default 0  -- that started in its month, up to it
) with (fillfactor=80);
create index tenant_summaries_by_members on core.tenant_summaries (mode, members, tenant_id);
create index tenant_summaries_by_activity on core.tenant_summaries (mode, last_seen_at, tenant_id);
call core.protect_table('core.tenant_summaries');

-- How many tenants have each status, without counting them: every change of a status leaves how many more or fewer have it, and what is asked for is the sum. A number that is changed in place would be held by whoever decides until they commit, and everybody else would wait for them.
create table core.status_changes (
  change_id    bigint generated always as identity primary key,
  mode text not null,
  status     text not null,
  tenants    bigint not null  -- more, or fewer
);
call core.protect_global_table('core.status_changes');
grant select on core.status_changes to oc_console;

-- Two records of one tenant can be one person: the one that goes leads to the one that stays for as long as its row here is open. Nothing of either moves, so taking it back is exact.
create table core.merges (
  tenant_id text not null,
  member_id text not null,  -- the record that leads on
  into_id   text not null,  -- to whom, at once: never to a record that leads on itself
  opened_by text not null,  -- the run
  from_at   timestamptz not null,
  to_at     timestamptz,
  closed_by text,  -- the run that took it back, or led it on to somebody else
  primary key (tenant_id, member_id, from_at)
);
create unique index merges_open on core.merges (member_id, tenant_id) where to_at is null;
create index merges_into on core.merges (into_id, tenant_id) where to_at is null;
call core.protect_table('core.merges');
