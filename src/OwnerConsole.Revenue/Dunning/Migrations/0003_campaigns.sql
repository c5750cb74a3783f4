-- Several campaigns: the first one whose conditions an unpaid invoice meets applies to it. The previous steps become the default campaign.
select set_config('app.intake', 'migration', true);

-- A version of a campaign. The row that is open in tenant_id and campaign_id is the current one; a campaign without an open row is deleted.
alter table dunning.campaigns
  add column campaign_id      text not null default 'dcp_default',
  add column name             text not null default 'Default',
  add column conditions       jsonb not null default '{}',
  add column excluded_tenants text[] not null default '{}',  -- never dunned
  add column excluded_tag     text,  -- tenants with this tag are never dunned
  add column sends_emails     boolean not null default true;
alter table dunning.campaigns alter column campaign_id drop default, alter column name drop default;
alter table dunning.campaigns drop constraint campaigns_pkey, add primary key (tenant_id, campaign_id, opened_by);
drop index dunning.campaigns_open;
create unique index campaigns_open on dunning.campaigns (tenant_id, campaign_id) where closed_by is null;

alter table dunning.campaigns no force row level security;  -- this migration runs as the owner
insert into dunning.campaigns (tenant_id, campaign_id, name, version, steps, opened_by, opened_at, closed_by)
select 'tnt_platform', 'dcp_default', 'Default', 1,
       '[{"day":0,"action":"email"},{"day":3,"action":"email"},{"day":7,"action":"email"},{"day":12,"action":"email"},{"day":14,"action":"read_only"},{"day":21,"action":"suspend"},{"day":45,"action":"cancel"}]',
       'migration', least(now(), min(c.opened_at)), (array_agg(c.opened_by order by c.opened_at))[1]
  from dunning.campaigns c;
alter table dunning.campaigns force row level security;
insert into core.entity_names (id, kind, name) values ('dcp_default', 'dunning_campaign', 'Default');

-- A period in which a campaign is on.
create table dunning.campaign_activations (
  tenant_id   text not null,  -- always tnt_platform
  campaign_id text not null,
  opened_by   text not null,
  opened_at   timestamptz not null,
  closed_by   text,
  closed_at   timestamptz,
  primary key (tenant_id, campaign_id, opened_by)
);
create unique index campaign_activations_open on dunning.campaign_activations (tenant_id, campaign_id) where closed_by is null;
insert into dunning.campaign_activations (tenant_id, campaign_id, opened_by, opened_at) values ('tnt_platform', 'dcp_default', 'migration', now());  -- before row-level security, which also applies to the table owner
call core.protect_table('dunning.campaign_activations');

-- The order in which campaigns are tried. Those that aren't listed follow in the order in which they were created, and the default campaign is always last.
create table dunning.campaign_orders (
  tenant_id text not null,  -- always tnt_platform
  campaigns text[] not null,
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  primary key (tenant_id, opened_by)
);
create unique index campaign_orders_open on dunning.campaign_orders (tenant_id) where closed_by is null;
call core.protect_table('dunning.campaign_orders');

alter table dunning.cases
  add column campaign_id  text not null default 'dcp_default',
  add column announced_at timestamptz;  -- when access is restricted, as the last email said
alter table dunning.cases alter column campaign_id drop default;
create index cases_campaign on dunning.cases (campaign_id) where closed_at is null;

-- A period in which no step is carried out for a case, because its campaign is off or excludes the tenant.
create table dunning.pauses (
  tenant_id  text not null,
  account_id text not null,
  invoice_id text not null,
  reason     text not null check (reason in ('excluded', 'campaign_off')),
  opened_at  timestamptz not null,
  closed_at  timestamptz,
  primary key (tenant_id, account_id, invoice_id, opened_at)
);
create unique index pauses_open on dunning.pauses (tenant_id, account_id, invoice_id) where closed_at is null;
call core.protect_table('dunning.pauses');

-- A case that a person has matched with the campaigns again.
create table dunning.rematches (
  tenant_id   text not null,
  account_id  text not null,
  invoice_id  text not null,
  from_id     text not null,  -- campaign before
  to_id       text not null,
  opened_by   text not null,
  opened_at   timestamptz not null,
  closed_by   text,
  primary key (tenant_id, account_id, invoice_id, opened_by)
);
call core.protect_table('dunning.rematches');
