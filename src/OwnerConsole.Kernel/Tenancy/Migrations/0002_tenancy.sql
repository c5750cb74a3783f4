-- Who: what the application reports of its tenants and their members, and the facts their status is derived from.

-- For tables that belong to no tenant: the door and the rows, without row-level security.
create procedure core.own_global(owned regclass) language plpgsql as $$
begin
  execute format('create trigger through_a_door before insert or update or delete on %s for each statement execute function core.through_a_door()', owned);
  execute format('grant select, insert, update, delete on %s to oc_app', owned);
end $$;

create table core.tenants (
  tenant_id           text primary key,
  population          text not null check (population in ('live', 'demo')),
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
  sort_name           text not null generated always as (lower(name)) stored,
  search              text not null generated always as (lower(name || ' ' || coalesce(contact_email, '') || ' ' || external_id || ' ' || tenant_id)) stored,
  unique (population, external_id)
);
create index tenants_by_name on core.tenants (population, sort_name, tenant_id);
create index tenants_by_age on core.tenants (population, opened_at, tenant_id);
create index tenants_by_text on core.tenants using gin (search public.gin_trgm_ops);
call core.own('core.tenants');

-- The open facts, for indexed filters; every change of one is a new revision, which a preview remembers.
create table core.tenant_status (
  tenant_id   text primary key,
  population  text not null,
  lifecycle   text not null check (lifecycle in ('trial', 'active', 'cancelled', 'anonymised')),
  suspensions int not null default 0 check (suspensions >= 0),
  blocks      int not null default 0 check (blocks >= 0),
  past_due    boolean not null default false,
  revision    bigint not null default 1,
  status      text not null generated always as (case
    when lifecycle = 'anonymised' then 'anonymised'
    when lifecycle = 'cancelled' then 'cancelled'
    when suspensions > 0 then 'suspended'
    when blocks > 0 then 'blocked'
    when past_due then 'past_due'
    when lifecycle = 'trial' then 'trial'
    else 'active' end) stored
);
create index tenant_status_by_word on core.tenant_status (population, status, tenant_id);
call core.own('core.tenant_status');

-- What a tenant holds, with the time it held it: a number of last March joins the plan of last March.
create table core.plan_items (
  tenant_id text not null,
  plan      text not null,
  quantity  int not null default 1 check (quantity > 0),
  from_at   timestamptz not null,
  to_at     timestamptz,
  primary key (tenant_id, plan, from_at)
);
create unique index plan_items_open on core.plan_items (tenant_id, plan) where to_at is null;
call core.own('core.plan_items');

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
call core.own('core.attributes');

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
  primary key (tenant_id, member_id),
  unique (tenant_id, external_id)
);
create index members_by_joining on core.members (tenant_id, joined_at, member_id);
call core.own('core.members');

-- One number for one person on the whole platform; people read it out on the telephone.
create table core.support_numbers (
  number    text primary key check (number ~ '^#U[0-9]{9}$'),
  tenant_id text not null,
  member_id text not null
);
create index support_numbers_by_prefix on core.support_numbers (number text_pattern_ops);
call core.own('core.support_numbers');
