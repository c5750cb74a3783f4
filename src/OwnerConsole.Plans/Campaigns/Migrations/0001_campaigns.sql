-- Campaigns that move tenants to a plan version in waves, with their pauses and moves.
create schema campaigns;
grant usage on schema campaigns to oc_app, oc_console;

create table campaigns.campaigns (
  tenant_id       text not null,  -- always tnt_platform
  campaign_id     text not null,
  plan_id         text not null,
  plan            text not null,  -- plan's key
  number          int not null,  -- target version
  from_numbers     integer[],  -- source versions; null means all other versions
  mode            text not null check (mode in ('live', 'test')),
  wave_size       int not null check (wave_size between 1 and 10000),
  wait_hours      int check (wait_hours > 0),  -- between the end of a wave and the next; null means started manually
  skip_over_limit boolean not null,  -- tenants that would exceed a limit are not moved
  tenants         bigint not null,  -- tenants on the source versions at the start
  requested_by    text not null,  -- waves run in the name of this actor
  opened_by       text not null,
  opened_at       timestamptz not null,
  closed_by       text,
  closed_at       timestamptz,
  is_done         boolean not null default false,  -- no tenants were left when it closed
  primary key (tenant_id, campaign_id)
);
create unique index campaigns_open on campaigns.campaigns (plan_id, mode) where closed_by is null;
create index campaigns_by_age on campaigns.campaigns (opened_at desc, campaign_id desc);
call core.protect_table('campaigns.campaigns');

create table campaigns.pauses (
  tenant_id   text not null,  -- always tnt_platform
  campaign_id text not null,
  opened_by   text not null,
  cause       text not null check (cause in ('person', 'newer_version', 'ceiling', 'not_allowed', 'nothing_moves')),
  opened_at   timestamptz not null,
  closed_by   text,
  closed_at   timestamptz,
  primary key (tenant_id, campaign_id, opened_by)
);
create unique index pauses_open on campaigns.pauses (campaign_id) where closed_by is null;
call core.protect_table('campaigns.pauses');

-- One tenant that a wave moved.
create table campaigns.moves (
  tenant_id      text not null,
  campaign_id    text not null,
  opened_by      text not null,  -- run of the wave
  opened_at      timestamptz not null,
  number         int not null,  -- version before the move
  pays           bigint,  -- estimated minor units per month; null when zero or unknown
  pays_currency  text,
  would_pay      bigint,  -- estimated minor units per month after the move
  would_currency text,
  over_limit     boolean not null,
  closed_by      text,  -- run that undid the move
  closed_at      timestamptz,
  primary key (tenant_id, campaign_id)
);
create index moves_by_wave on campaigns.moves (campaign_id, opened_by);
call core.protect_table('campaigns.moves');
