-- Tables of Impersonation.
create schema impersonation;
grant usage on schema impersonation to oc_app, oc_console;

create table impersonation.sessions (
  tenant_id        text not null,
  impersonation_id text not null,
  member_id        text not null,
  requested_by         text not null,  -- who acts
  access           text not null check (access in ('read_only', 'full')),
  reason           text not null,
  opened_by        text not null,  -- the run
  opened_at        timestamptz not null,
  ends_at          timestamptz not null,  -- whatever happens
  closed_by        text,  -- the run, the key or the console that ended it before
  closed_at        timestamptz,
  primary key (tenant_id, impersonation_id)
);
create unique index sessions_open on impersonation.sessions (tenant_id, member_id, requested_by) where closed_at is null;
create index sessions_by_age on impersonation.sessions (opened_at desc, impersonation_id desc);
create index sessions_by_member on impersonation.sessions (member_id, opened_at desc);
create index sessions_by_id on impersonation.sessions (impersonation_id);
call core.protect_table('impersonation.sessions');

-- What tokens are signed with. An old key stays readable for as long as a token of it can live.
create table impersonation.keys (
  key_id    text primary key,
  sealed    bytea not null,
  opened_at timestamptz not null
);
call core.protect_global_table('impersonation.keys');
grant select on impersonation.keys to oc_console;
