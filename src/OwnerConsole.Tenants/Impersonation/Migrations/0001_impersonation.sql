-- Impersonation sessions and the keys that sign their tokens.
create schema impersonation;
grant usage on schema impersonation to oc_app, oc_console;

-- A team member signed in as a member of a tenant.
create table impersonation.sessions (
  tenant_id        text not null,
  impersonation_id text not null,
  member_id        text not null,
  requested_by     text not null,  -- team member who impersonates
  access           text not null check (access in ('read_only', 'full')),
  reason           text not null,
  opened_by        text not null,
  opened_at        timestamptz not null,
  ends_at          timestamptz not null,  -- latest end
  closed_by        text,  -- run, API key id or system
  closed_at        timestamptz,
  primary key (tenant_id, impersonation_id)
);
create unique index sessions_open on impersonation.sessions (tenant_id, member_id, requested_by) where closed_at is null;
create index sessions_by_age on impersonation.sessions (opened_at desc, impersonation_id desc);
create index sessions_by_member on impersonation.sessions (member_id, opened_at desc);
create index sessions_by_id on impersonation.sessions (impersonation_id);
call core.protect_table('impersonation.sessions');

-- Signing keys of tokens. An old key is kept until its last token has expired.
create table impersonation.keys (
  key_id     text primary key,
  ciphertext bytea not null,  -- encrypted
  opened_at  timestamptz not null
);
call core.protect_global_table('impersonation.keys');
grant select on impersonation.keys to oc_console;
