-- Suspensions of tenants.
create schema access;
grant usage on schema access to oc_app, oc_console;

create table access.suspensions (
  tenant_id text not null,
  opened_by text not null,  -- run that suspended the tenant
  cause     text not null check (cause in ('billing', 'compliance', 'abuse', 'other', 'revoked')),
  message   text,  -- shown to the tenant's users
  opened_at timestamptz not null,
  closed_by text,  -- run that reactivated the tenant
  closed_at timestamptz,
  primary key (tenant_id, opened_by)
);
create unique index suspensions_open on access.suspensions (tenant_id) where closed_by is null;
call core.protect_table('access.suspensions');
