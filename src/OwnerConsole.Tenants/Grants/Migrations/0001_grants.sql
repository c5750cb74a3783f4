-- Tables of Grants.
create schema grants;
grant usage on schema grants to oc_app, oc_console;

create table grants.grants (
  tenant_id text not null,
  opened_by text not null,  -- the run that granted
  plan      text not null,  -- the plan's key
  until_at  timestamptz,  -- from then on it is over, without anybody closing it; null for no end
  reason    text,  -- in the owner's words
  opened_at timestamptz not null,
  closed_by text,  -- the run that ended it
  closed_at timestamptz,
  primary key (tenant_id, opened_by, plan)
);
create index grants_open on grants.grants (tenant_id) where closed_by is null;
call core.protect_table('grants.grants');
call core.show_in_portal('grants.grants', 'tenant_id', 'opened_by', 'plan', 'until_at', 'opened_at', 'closed_by');
