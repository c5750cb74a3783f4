-- What the owner decides about a trial or the plans held stands until the application says something new, so it is remembered what it said last.
alter table core.tenants add column trial_reported_at timestamptz;       -- when it last said another end of the trial
alter table core.tenants add column reported_plan_items jsonb;           -- what it last said of the plans held, ordered by plan

alter table core.plan_items add column opened_by text;                   -- the run that decided so; null for what the application reported
alter table core.plan_items add column closed_by text;

-- What belongs to a tenant and is decided about by itself, such as a note, has a name in sentences too.
alter table core.things add column about text;                           -- the tenant; null for what is the platform's

-- The end of a trial as a run decided it.
create table core.trials (
  tenant_id text not null,
  opened_by text not null,
  days      int not null check (days > 0),   -- that were given
  ends_at   timestamptz not null,
  opened_at timestamptz not null,
  closed_by text,
  closed_at timestamptz,
  primary key (tenant_id, opened_by)
);
create unique index trials_open on core.trials (tenant_id) where closed_by is null;
call core.own('core.trials');
