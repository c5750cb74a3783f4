-- Tables of Campaigns.
create schema campaigns;
grant usage on schema campaigns to oc_app, oc_console;

create table campaigns.campaigns (
  tenant_id        text not null,  -- the platform's
  campaign_id      text not null,
  plan_id          text not null,
  plan             text not null,  -- its key
  number           int not null,  -- of the version that was announced
  from_numbers     integer[],  -- of the versions that are left; null for every other one
  mode       text not null check (mode in ('live', 'test')),
  wave_size        int not null check ((wave_size >= 1) and (wave_size <= 10000)),
  wait_hours       int check (wait_hours > 0),  -- from the end of a wave to the next; null where each is started by hand
  leave_over_limit boolean not null,  -- who would be over a limit stays where they are
  tenants          bigint not null,  -- that were on one of these versions when it began
  requested_by         text not null,  -- in whose name waves go on
  opened_by        text not null,
  opened_at        timestamptz not null,
  closed_by        text,
  closed_at        timestamptz,
  is_done          boolean not null default false,  -- nobody was left when it was closed
  primary key (tenant_id, campaign_id)
);
create unique index campaigns_open on campaigns.campaigns (plan_id, mode) where closed_by is null;
create index campaigns_by_age on campaigns.campaigns (opened_at desc, campaign_id desc);
call core.protect_table('campaigns.campaigns');

create table campaigns.pauses (
  tenant_id   text not null,  -- the platform's
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

create table campaigns.moves (
  tenant_id      text not null,
  campaign_id    text not null,
  opened_by      text not null,  -- the run, which is the wave
  opened_at      timestamptz not null,
  number         int not null,  -- of the version that it was on
  pays           bigint,  -- a month, estimated; null where it paid nothing, or nobody knew
  pays_currency  text,
  would_pay      bigint,  -- from then on
  would_currency text,
  over_limit     boolean not null,
  closed_by      text,  -- the undo
  closed_at      timestamptz,
  primary key (tenant_id, campaign_id)
);
create index moves_by_wave on campaigns.moves (campaign_id, opened_by);
call core.protect_table('campaigns.moves');
