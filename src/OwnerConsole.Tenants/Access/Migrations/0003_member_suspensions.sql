-- Members who can't sign in, although their tenant can. The application blocks them. A row that is open suspends.
create table access.member_suspensions (
  tenant_id text not null,
  member_id text not null,
  opened_by text not null,  -- run that suspended the member
  cause     text not null check (cause in ('abuse', 'security', 'compliance', 'other')),
  message   text,  -- shown to the member; null once they are anonymised
  opened_at timestamptz not null,
  closed_by text,  -- run that reactivated the member
  closed_at timestamptz,
  primary key (tenant_id, member_id, opened_by)
);
create unique index member_suspensions_open on access.member_suspensions (tenant_id, member_id) where closed_by is null;
create index member_suspensions_undo on access.member_suspensions (closed_by) where closed_by is not null;
call core.protect_table('access.member_suspensions');
