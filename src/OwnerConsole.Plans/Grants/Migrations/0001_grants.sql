-- Plans granted to tenants without a purchase.
create schema grants;
grant usage on schema grants to oc_app, oc_console;

create table grants.grants (
  tenant_id text not null,
  opened_by text not null,  -- run that granted the plan
  plan      text not null,  -- plan's key
  until_at  timestamptz,  -- expires then without an update of the row; null means permanent
  reason    text,
  opened_at timestamptz not null,
  closed_by text,  -- run that ended it
  closed_at timestamptz,
  primary key (tenant_id, opened_by, plan)
);
create index grants_open on grants.grants (tenant_id) where closed_by is null;
call core.protect_table('grants.grants');
call core.show_in_portal('grants.grants', 'tenant_id', 'opened_by', 'plan', 'until_at', 'opened_at', 'closed_by');
