-- Tenants and members with their history of plans, prices, attributes and lifecycles, and the counts derived from them.

-- A tenant as last reported by the application.
create table core.tenants (
  tenant_id           text primary key,
  mode                text not null check (mode in ('live', 'test')),
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
  search              text generated always as (lower(name || ' ' || coalesce(contact_email, '') || ' ' || external_id || ' ' || tenant_id)) stored not null,
  trial_reported_at   timestamptz,  -- when the application last reported a different end of the trial
  reported_plan_items jsonb,  -- last reported plans, ordered by plan
  unique (mode, external_id)
);
create index tenants_by_name on core.tenants (mode, sort_name, tenant_id);
create index tenants_by_age on core.tenants (mode, opened_at, tenant_id);
create index tenants_by_contact on core.tenants (mode, coalesce(lower(contact_email), ''), tenant_id);
create index tenants_by_text on core.tenants using gin (core.search_text(search) gin_trgm_ops);
call core.protect_table('core.tenants');
call core.show_in_portal('core.tenants', 'tenant_id', 'name', 'time_zone', 'opened_at');

-- Current status facts of a tenant, for indexed filters. Each change increments the revision, so that earlier previews become stale.
create table core.tenant_status (
  tenant_id   text primary key,
  mode        text not null,
  lifecycle   text not null check (lifecycle in ('trial', 'active', 'cancelled', 'anonymised')),
  suspensions int not null default 0 check (suspensions >= 0),
  blocks      int not null default 0 check (blocks >= 0),
  past_due    boolean not null default false,
  revision    bigint not null default 1,
  status      text generated always as (case
    when lifecycle = 'anonymised' then 'anonymised'
    when lifecycle = 'cancelled' then 'cancelled'
    when suspensions > 0 then 'suspended'
    when blocks > 0 then 'blocked'
    when past_due then 'past_due'
    when lifecycle = 'trial' then 'trial'
    else 'active'
end) stored not null
);
create index tenant_status_by_word on core.tenant_status (mode, status, tenant_id);
create index tenant_status_anonymised on core.tenant_status (tenant_id) where lifecycle = 'anonymised';
call core.protect_table('core.tenant_status');
call core.show_in_portal('core.tenant_status', 'tenant_id', 'status');

-- Subscription of a tenant to a plan for a period, so that metrics of a past month use the plans of that month.
create table core.plan_items (
  tenant_id text not null,
  plan      text not null,
  quantity  int not null default 1 check (quantity > 0),
  from_at   timestamptz not null,
  to_at     timestamptz,
  opened_by text,  -- run that added it; null if reported by the application
  closed_by text,
  taken_at  timestamptz,  -- start date for choosing prices and versions; null means from_at
  currency  text,
  interval  text,  -- billing interval, such as year
  primary key (tenant_id, plan, from_at)
);
create unique index plan_items_open on core.plan_items (tenant_id, plan) where to_at is null;
create index plan_items_by_time on core.plan_items (from_at, tenant_id, plan);
create index plan_items_by_plan on core.plan_items (plan, tenant_id) where to_at is null;
create index plan_items_ended on core.plan_items (to_at) include (tenant_id, plan, quantity, from_at) where to_at is not null;
call core.protect_table('core.plan_items');
call core.show_in_portal('core.plan_items', 'tenant_id', 'plan', 'quantity', 'from_at', 'to_at', 'taken_at', 'currency', 'interval');

-- Country, source, campaign, referrer and custom attributes of a tenant, with their period of validity.
create table core.attributes (
  tenant_id text not null,
  name      text not null,
  value     jsonb not null,
  from_at   timestamptz not null,
  to_at     timestamptz,
  primary key (tenant_id, name, from_at)
);
create unique index attributes_open on core.attributes (tenant_id, name) where to_at is null;
create index attributes_by_value on core.attributes (name, md5(value #>> '{}'), tenant_id) where to_at is null;
call core.protect_table('core.attributes');

-- A user of a tenant.
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
  left_at        timestamptz,  -- null while the member belongs to the tenant
  primary key (tenant_id, member_id),
  unique (tenant_id, external_id)
);
create index members_by_joining on core.members (tenant_id, joined_at, member_id);
create index members_by_id on core.members (member_id);
create index members_in_order on core.members (lower(coalesce(name, '')), member_id);
create index members_anonymised on core.members (tenant_id, external_id) where anonymised_at is not null;
create index members_by_role on core.members (role) where role is not null;
create index members_by_text on core.members using gin (core.search_text(coalesce(name, '') || ' ' || coalesce(email, '') || ' ' || external_id || ' ' || support_number) gin_trgm_ops);
create index members_by_name on core.members (core.search_text(name) text_pattern_ops);
call core.protect_table('core.members');

-- Number that identifies a member across the platform and is easy to read out on the phone.
create table core.support_numbers (
  number    text not null check (number ~ '^#U[0-9]{9}$'),
  tenant_id text not null,
  member_id text not null,
  mode      text not null default 'live',
  primary key (mode, number)
);
create index support_numbers_by_prefix on core.support_numbers (number text_pattern_ops);
call core.protect_table('core.support_numbers');

-- End of a trial that was set by a run instead of a report.
create table core.trials (
  tenant_id text not null,
  opened_by text not null,
  days      int not null check (days > 0),  -- granted days
  ends_at   timestamptz not null,
  opened_at timestamptz not null,
  closed_by text,
  closed_at timestamptz,
  primary key (tenant_id, opened_by)
);
create unique index trials_open on core.trials (tenant_id) where closed_by is null;
call core.protect_table('core.trials');

-- History of a tenant's lifecycle. Reports can state since when it applies, so that history can be imported and late reports fit in.
create table core.lifecycles (
  tenant_id text not null,
  lifecycle text not null check (lifecycle in ('trial', 'active', 'cancelled', 'anonymised')),
  from_at   timestamptz not null,
  to_at     timestamptz,
  primary key (tenant_id, from_at)
);
create unique index lifecycles_open on core.lifecycles (tenant_id) where to_at is null;
call core.protect_table('core.lifecycles');

-- Times of dated reports, and the boundaries of the rows that they replaced. A reported value applies until the next
-- reported time, in whatever order the reports arrive.
create table core.moments (
  tenant_id text not null,
  what      text not null,  -- plan_items, lifecycle, or attribute: and its name
  at        timestamptz not null,
  run       text,  -- run that made the change; null if reported by the application
  primary key (tenant_id, what, at)
);
call core.protect_table('core.moments');

-- Price of a plan over time, by the plan's key. The first price of a plan also applies to all earlier times.
create table core.plan_prices (
  plan         text not null,
  from_at      timestamptz not null,
  to_at        timestamptz,
  amount       bigint not null check (amount >= 0),  -- minor units
  currency     text not null,
  unit         text not null check (unit in ('day', 'week', 'month', 'year')),
  units        int not null default 1 check (units > 0),  -- number of units per payment; 3 with month is quarterly
  opened_by    text not null,
  closed_by    text,
  rollout_at   timestamptz default '-infinity',  -- existing subscribers also pay it from then on; null means never
  due_at       timestamptz,  -- rollout_at while it is in the future; revenue is then recalculated
  withdrawn_at timestamptz,  -- when its publishing was undone; applies to no one afterwards
  place        int not null default 0 check (place >= 0),  -- order of the plan's prices; 0 is the default price
  primary key (plan, currency, unit, units, from_at)
);
create index plan_prices_due on core.plan_prices (due_at) where due_at is not null;
create unique index plan_prices_open on core.plan_prices (plan, currency, unit, units) where to_at is null;
call core.protect_global_table('core.plan_prices');
grant select on core.plan_prices to oc_bound, oc_console, oc_portal;

-- Tenants and plans whose revenue must be recalculated, from the earliest changed time on. Written in the transaction
-- of the change and deleted by the recalculation.
create table core.stale_revenue (
  kind      text not null check (kind in ('tenant', 'plan')),  -- plan stands for all tenants that were ever on it
  id        text not null,
  since     timestamptz not null,
  marks     bigint not null default 1,  -- changes since it was last cleared
  reached   text not null default '',  -- for plans: last recalculated tenant
  marked_at timestamptz not null default now(),
  primary key (kind, id)
);
call core.protect_global_table('core.stale_revenue');
alter table core.stale_revenue enable row level security;
grant select on core.stale_revenue to oc_bound, oc_console;
create policy app on core.stale_revenue to oc_app using (true) with check (true);
create policy console on core.stale_revenue for select to oc_console using (true);
create policy bound on core.stale_revenue for select to oc_bound using (kind = 'plan' or id in (select unnest(core.tenant_scope())));

-- Tenants by status for the top bar of every page, calculated in the background. Unlogged, because it is recalculated at each start.
create unlogged table core.status_counts (
  mode     text primary key check (mode in ('live', 'test')),
  statuses jsonb not null  -- number of tenants by status
);
call core.protect_global_table('core.status_counts');
grant select on core.status_counts to oc_console;

-- Deletion of the demo data, in progress or complete.
create table core.demo_deletions (
  run_id       text primary key,
  up_to        text not null,  -- highest tenant id to delete
  requested_at timestamptz not null,
  ended_at     timestamptz  -- null while in progress
);
create unique index demo_deletion_open on core.demo_deletions ((true)) where ended_at is null;
call core.protect_global_table('core.demo_deletions');
grant select on core.demo_deletions to oc_console;

-- Number of members and last activity of a tenant, so that the directory can sort and filter without counting people,
-- and its cached sparkline.
create table core.tenant_summaries (
  tenant_id     text primary key,
  mode          text not null check (mode in ('live', 'test')),
  members       bigint not null default 0 check (members >= 0),
  last_seen_at  timestamptz not null default '-infinity',
  line_until    date,  -- last day of the sparkline; null means not cached
  line          text not null default '',  -- activity of 31 days up to line_until, space-separated; empty means none
  line_sessions bigint not null default 0  -- sessions started in the month of line_until, up to that day
) with (fillfactor=80);
create index tenant_summaries_by_members on core.tenant_summaries (mode, members, tenant_id);
create index tenant_summaries_by_activity on core.tenant_summaries (mode, last_seen_at, tenant_id);
call core.protect_table('core.tenant_summaries');

-- Change of the number of tenants with a status; the sum of all rows is the current number. A counter updated in place
-- would stay locked until the commit, and all other writers would wait.
create table core.status_changes (
  change_id bigint generated always as identity primary key,
  mode      text not null,
  status    text not null,
  tenants   bigint not null  -- positive or negative
);
call core.protect_global_table('core.status_changes');
grant select on core.status_changes to oc_console;

-- Merge of a member record into another record of the same tenant that belongs to the same person, in effect while the row is open.
-- No other data moves, so an undo is exact.
create table core.merges (
  tenant_id text not null,
  member_id text not null,  -- record that is merged
  into_id   text not null,  -- record that remains; never a merged record itself
  opened_by text not null,  -- run of the merge
  from_at   timestamptz not null,
  to_at     timestamptz,
  closed_by text,  -- run that undid the merge or replaced it by another
  primary key (tenant_id, member_id, from_at)
);
create unique index merges_open on core.merges (member_id, tenant_id) where to_at is null;
create index merges_into on core.merges (into_id, tenant_id) where to_at is null;
call core.protect_table('core.merges');
