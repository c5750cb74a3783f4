-- Team members with their sessions, passkeys and roles, API keys, and portal sessions. Secrets are stored hashed or encrypted.

-- One team member, including removed ones.
create table auth.users (
  id              text primary key,
  name            text not null,
  email           text not null,
  email_key       text not null unique,  -- normalised address for comparison
  password_hash   text not null,
  authenticator   bytea,  -- encrypted TOTP key; null after a reset until set up again
  last_step       bigint not null default 0,  -- TOTP time step; codes of this and earlier steps are rejected
  failed_attempts int not null default 0,  -- wrong passwords and codes since the last complete sign-in
  locked_until    timestamptz,
  grants          text[] not null,
  created_at      timestamptz not null default now()
);
create trigger require_write_origin before insert or update or delete on auth.users for each statement execute function core.require_write_origin();
grant select, insert, update on auth.users to oc_app;

-- One-time code that replaces the authenticator.
create table auth.recovery_codes (
  user_id   text not null references auth.users,
  code_hash bytea not null,  -- keyed hash, because typed codes are short
  used_at   timestamptz,
  key_id    text,
  primary key (user_id, code_hash)
);
create trigger require_write_origin before insert or update or delete on auth.recovery_codes for each statement execute function core.require_write_origin();
grant select, insert, update on auth.recovery_codes to oc_app;

-- Sign-in link printed on the server, for the first owner or a team member without access. Valid once, for 30 minutes.
create table auth.one_time_links (
  id         text primary key,
  token_hash bytea not null unique,
  user_id    text references auth.users,  -- team member whose access is reset; null creates the first owner
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at    timestamptz
);
create trigger require_write_origin before insert or update or delete on auth.one_time_links for each statement execute function core.require_write_origin();
grant select, insert, update on auth.one_time_links to oc_app;

-- Browser session of a team member.
create table auth.sessions (
  id             text primary key,
  secret_hash    bytea not null unique,  -- hash of the 256 random bits in the cookie
  stage          text not null check (stage in ('code', 'enrol', 'open')),
  user_id        text references auth.users,  -- null while the first owner sets up an authenticator
  pending        bytea,  -- encrypted authenticator setup, until its first code confirms it
  ip             text,
  user_agent     text,
  created_at     timestamptz not null default now(),
  last_seen_at   timestamptz not null default now(),
  closed_at      timestamptz,
  closed_by      text,  -- run that ended it; null after sign-out, expiry or removal
  rotates        boolean not null default false,  -- the next request gets a new secret
  previous_hash  bytea,  -- hash of the previous secret
  previous_until timestamptz,  -- previous secret is valid until then
  proved_at      timestamptz,  -- last identity confirmation
  check ((stage = 'enrol') or (user_id is not null))
);
create index sessions_of_user on auth.sessions (user_id) where closed_at is null;
create index sessions_closed_by on auth.sessions (closed_by) where closed_by is not null;
create unique index sessions_by_previous on auth.sessions (previous_hash) where previous_hash is not null;
create trigger require_write_origin before insert or update or delete on auth.sessions for each statement execute function core.require_write_origin();
grant select, insert, update on auth.sessions to oc_app;

create table auth.api_keys (
  id           text primary key,
  short_id     text not null unique,  -- public part of the key's text, used for lookup
  secret_hash  bytea not null,
  name         text not null,
  mode         text not null check (mode in ('live', 'test')),
  scopes       text[] not null,
  only_tenant  text,  -- null means all tenants of its mode
  created_by   text not null,
  created_at   timestamptz not null default now(),
  expires_at   timestamptz not null,
  last_used_at timestamptz,
  revoked_at   timestamptz,
  opened_by    text,
  revoked_by   text,
  origins      text[] not null default '{}'
);
create trigger require_write_origin before insert or update or delete on auth.api_keys for each statement execute function core.require_write_origin();
grant select, insert, update on auth.api_keys to oc_app;

-- ASP.NET Core Data Protection keys, which protect form tokens. The XML is encrypted.
create table auth.dp_keys (
  name       text primary key,
  xml        text not null,
  created_at timestamptz not null default now()
);
create trigger require_write_origin before insert or update or delete on auth.dp_keys for each statement execute function core.require_write_origin();
grant select, insert, update on auth.dp_keys to oc_app;

-- One known value, encrypted with the master key. It shows at the start whether the master key is the right one.
create table auth.canary (
  one        boolean primary key default true check (one),
  ciphertext bytea not null
);
create trigger require_write_origin before insert or update or delete on auth.canary for each statement execute function core.require_write_origin();
grant select, insert, update on auth.canary to oc_app;

-- Role of the team. Later changes are stored in role_changes and role_hides.
create table auth.roles (
  key         text primary key,
  name        text not null,
  grants      text[] not null,  -- in the permission grammar
  is_built_in boolean not null default false,
  place       int not null,  -- order in lists, most permissions first
  id          text,  -- id used by operations; set for every role
  hides       text[] not null default '{}',  -- classes of fields hidden from the role
  opened_by   text,  -- null for built-in roles
  opened_at   timestamptz not null default now(),
  closed_by   text
);
create unique index roles_by_id on auth.roles (id);
create trigger require_write_origin before insert or update or delete on auth.roles for each statement execute function core.require_write_origin();
grant select, insert, update on auth.roles to oc_app;

-- Assignment of a role to a team member.
create table auth.user_roles (
  user_id   text not null references auth.users,
  opened_by text not null,  -- run, or the accepted invitation
  role      text not null references auth.roles,
  opened_at timestamptz not null default now(),
  closed_by text,
  primary key (user_id, opened_by)
);
create unique index user_role_now on auth.user_roles (user_id) where closed_by is null;
create trigger require_write_origin before insert or update or delete on auth.user_roles for each statement execute function core.require_write_origin();
grant select, insert, update on auth.user_roles to oc_app;

-- Removal of a team member from the team.
create table auth.removals (
  user_id   text not null references auth.users,
  opened_by text not null,
  opened_at timestamptz not null default now(),
  closed_by text,
  primary key (user_id, opened_by)
);
create unique index removal_now on auth.removals (user_id) where closed_by is null;
create trigger require_write_origin before insert or update or delete on auth.removals for each statement execute function core.require_write_origin();
grant select, insert, update on auth.removals to oc_app;

-- Invitation of a new team member by email.
create table auth.invitations (
  id          text primary key,
  token_hash  bytea not null unique,
  email       text not null,
  email_key   text not null,  -- normalised address for comparison
  name        text not null,
  role        text not null references auth.roles,
  invited_by  text not null,
  opened_by   text not null,
  opened_at   timestamptz not null default now(),
  expires_at  timestamptz not null,
  accepted_at timestamptz,
  user_id     text references auth.users,  -- team member who accepted it
  closed_by   text,  -- run that withdrew or replaced it
  refused_at  timestamptz
);
create unique index invitation_now on auth.invitations (email_key) where (closed_by is null) and (accepted_at is null);
create trigger require_write_origin before insert or update or delete on auth.invitations for each statement execute function core.require_write_origin();
grant select, insert, update on auth.invitations to oc_app;

-- Change of a role's name and permissions. The latest open row applies.
create table auth.role_changes (
  role      text not null references auth.roles,
  name      text not null,
  grants    text[] not null,
  hides     text[] not null default '{}',
  opened_by text not null,
  opened_at timestamptz not null default now(),
  closed_by text,
  primary key (role, opened_by)
);
create index role_changes_open on auth.role_changes (role, opened_at desc) where closed_by is null;
create trigger require_write_origin before insert or update or delete on auth.role_changes for each statement execute function core.require_write_origin();
grant select, insert, update on auth.role_changes to oc_app;

-- Amount that each team member with a role can change within a time span without a second approver.
-- The latest open row of a permission applies; a row without amounts removes the ceiling.
create table auth.role_ceilings (
  role        text not null references auth.roles,
  permission  text not null,  -- in the permission grammar
  per         interval not null,  -- time span
  subjects    bigint,
  minor_units bigint,  -- in the reporting currency
  opened_by   text not null,
  opened_at   timestamptz not null default now(),
  closed_by   text,
  primary key (role, permission, opened_by)
);
create index role_ceilings_open on auth.role_ceilings (role, permission, opened_at desc) where closed_by is null;
create trigger require_write_origin before insert or update or delete on auth.role_ceilings for each statement execute function core.require_write_origin();
grant select, insert, update on auth.role_ceilings to oc_app;

-- Restriction of a role to a segment of tenants. A later run closes the row and opens the next.
create table auth.role_segments (
  role      text not null references auth.roles,
  opened_by text not null,
  segment   text,  -- query of the tenant list, such as plan=pro&tag=vip; null means all tenants
  opened_at timestamptz not null default now(),
  closed_by text,
  primary key (role, opened_by)
);
create unique index role_segment_now on auth.role_segments (role) where closed_by is null;
create trigger require_write_origin before insert or update or delete on auth.role_segments for each statement execute function core.require_write_origin();
grant select, insert, update on auth.role_segments to oc_app;

-- Public key of a passkey on a device or in a password manager. It replaces password and code.
create table auth.passkeys (
  id                 text primary key,
  user_id            text not null references auth.users,
  credential_id      bytea not null unique,  -- id assigned by the authenticator; a removed one can't be added again
  domain             text not null,  -- domain it was created on and is limited to
  name               text not null,
  public_key         bytea not null,
  sign_count         bigint not null,  -- increases with each use or stays 0; otherwise it was cloned
  transports         text[] not null,
  is_backup_eligible boolean not null,
  is_backed_up       boolean not null,
  added_at           timestamptz not null default now(),
  last_used_at       timestamptz,
  removed_at         timestamptz
);
create index passkeys_of_user on auth.passkeys (user_id) where removed_at is null;
create trigger require_write_origin before insert or update or delete on auth.passkeys for each statement execute function core.require_write_origin();
grant select, insert, update on auth.passkeys to oc_app;

-- Pending passkey challenge. The first answer deletes it, so that no answer can be reused.
create table auth.ceremonies (
  id         text primary key,
  purpose    text not null check (purpose in ('sign_in', 'add', 'prove')),
  session_id text,  -- session that requested it; null before sign-in
  user_id    text,  -- owner of the passkey; null means any team member
  subject    bytea,  -- subject of the confirmation, such as the hash of a preview
  domain     text not null,
  state      text not null,  -- framework state with the challenge
  expires_at timestamptz not null
);
create index ceremonies_by_expiry on auth.ceremonies (expires_at);
call core.protect_global_table('auth.ceremonies');

-- Previous secret of a rotated API key. It stays valid until ends_at, so that the application can switch without failed calls.
create table auth.previous_key_secrets (
  key_id       text not null references auth.api_keys,
  opened_by    text not null,  -- run that rotated the key
  short_id     text not null unique,  -- as in api_keys
  secret_hash  bytea not null,
  opened_at    timestamptz not null default clock_timestamp(),
  ends_at      timestamptz not null,
  last_used_at timestamptz,  -- last call with the previous secret since the rotation
  closed_by    text,  -- run that undid the rotation and restored this secret
  primary key (key_id, opened_by)
);
create index previous_key_secrets_of_key on auth.previous_key_secrets (key_id, opened_at desc) where closed_by is null;
create trigger require_write_origin before insert or update or delete on auth.previous_key_secrets for each statement execute function core.require_write_origin();
grant select, insert, update on auth.previous_key_secrets to oc_app;

-- Keys that encrypt the stored secrets. They are encrypted with the master key, so that either can be replaced
-- without the other.
create table auth.key_ring (
  key_id     text primary key,  -- stored in the header of every value it encrypts
  ciphertext bytea,  -- encrypted with the master key; null once retired
  created_at timestamptz not null default now(),
  retired_at timestamptz,  -- when no stored value used it any more
  check ((ciphertext is null) = (retired_at is not null))
);
create trigger require_write_origin before insert or update or delete on auth.key_ring for each statement execute function core.require_write_origin();
grant select, insert, update on auth.key_ring to oc_app;

-- Classes of fields hidden from a role. A later run closes the row and opens the next.
create table auth.role_hides (
  role      text not null references auth.roles,
  opened_by text not null,
  hides     text[] not null,
  opened_at timestamptz not null default now(),
  closed_by text,
  primary key (role, opened_by)
);
create unique index role_hides_now on auth.role_hides (role) where closed_by is null;
create trigger require_write_origin before insert or update or delete on auth.role_hides for each statement execute function core.require_write_origin();
grant select, insert, update on auth.role_hides to oc_app;

-- Portal access for a user of a tenant: a link valid once for 5 minutes, then a cookie valid for 60 minutes.
create table core.portal_sessions (
  tenant_id   text not null,
  portal_id   text not null,
  member_id   text,  -- as reported by the application; null if it doesn't identify the user
  scopes      text[] not null,
  return_url  text,  -- where the page links back to
  opened_by   text not null,  -- API key that requested the link
  opened_at   timestamptz not null,
  link_hash   bytea not null,
  link_until  timestamptz not null,
  secret_hash bytea,  -- hash of the cookie; null until the link is used
  used_at     timestamptz,
  ends_at     timestamptz,
  primary key (tenant_id, portal_id),
  check (((used_at is null) = (secret_hash is null)) and ((used_at is null) = (ends_at is null)))
);
create unique index portal_sessions_by_link on core.portal_sessions (tenant_id, link_hash);
create unique index portal_sessions_by_secret on core.portal_sessions (tenant_id, secret_hash) where secret_hash is not null;
create index portal_sessions_by_age on core.portal_sessions using brin (opened_at);
call core.protect_table('core.portal_sessions');
call core.show_in_portal('core.portal_sessions', 'tenant_id', 'portal_id', 'member_id', 'scopes', 'return_url', 'opened_by', 'secret_hash', 'ends_at');

-- Failed sign-ins per account and origin, so that attackers elsewhere can't lock an owner out.
create table auth.sign_in_attempts (
  user_id     text not null references auth.users,
  origin      text not null,  -- client network, known device, or session that confirms its identity
  failed      int not null,  -- wrong passwords and codes since the last complete sign-in from there
  failed_at   timestamptz not null,
  waits_until timestamptz,  -- attempts before this time are rejected
  primary key (user_id, origin)
);
create index sign_in_attempts_by_age on auth.sign_in_attempts (failed_at);
call core.protect_global_table('auth.sign_in_attempts');

-- Browsers that have completed a sign-in before. Failed attempts from other origins don't delay them.
create table auth.known_devices (
  user_id      text not null references auth.users,
  device_hash  bytea not null,  -- hash of the random text in the device cookie
  last_used_at timestamptz not null default now(),
  primary key (user_id, device_hash)
);
call core.protect_global_table('auth.known_devices');
