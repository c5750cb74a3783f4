-- Tables of Identities.
-- People of the owner's team, their sessions, and the keys of applications. A secret is here as a hash, or sealed under the master key that lies outside the database.
create table auth.users (
  id              text primary key,
  name            text not null,
  email           text not null,
  email_key       text not null unique,  -- the address as it is compared
  password_hash   text not null,
  authenticator   bytea,  -- the key of one-time codes, sealed; null after a reset until a new one is set up
  last_step       bigint not null default 0,  -- codes of this step and before were used or are too old
  failed_attempts int not null default 0,  -- wrong passwords and codes since the last complete sign-in
  locked_until    timestamptz,
  grants          text[] not null,
  created_at      timestamptz not null default now()
);
create trigger require_write_origin before insert or update or delete on auth.users for each statement execute function core.require_write_origin();
grant select, insert, update on auth.users to oc_app;

create table auth.recovery_codes (
  user_id   text not null references auth.users,
  code_hash bytea not null,  -- keyed, because a code that is typed by hand is short
  used_at   timestamptz,
  key_id    text,
  primary key (user_id, code_hash)
);
create trigger require_write_origin before insert or update or delete on auth.recovery_codes for each statement execute function core.require_write_origin();
grant select, insert, update on auth.recovery_codes to oc_app;

-- For the first owner, and for one who lost everything: printed on the machine, good once, for half an hour.
create table auth.one_time_links (
  id         text primary key,
  token_hash bytea not null unique,
  user_id    text references auth.users,  -- whose access is set up anew; null makes the first owner
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at    timestamptz
);
create trigger require_write_origin before insert or update or delete on auth.one_time_links for each statement execute function core.require_write_origin();
grant select, insert, update on auth.one_time_links to oc_app;

create table auth.sessions (
  id           text primary key,
  secret_hash  bytea not null unique,  -- of the 256 bits in the cookie
  stage        text not null check (stage in ('code', 'enrol', 'open')),
  user_id      text references auth.users,  -- null while the first owner sets up an authenticator
  pending      bytea,  -- what is being set up, sealed; kept apart until its first code proves it
  ip           text,
  user_agent   text,
  created_at   timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  closed_at    timestamptz,
  closed_by    text,  -- the run; null where the person, the clock or a removal ended it
  rotates      boolean not null default false,  -- the next request gets another secret
  former_hash  bytea,  -- of the secret before
  former_until timestamptz,
  proved_at    timestamptz,
  check ((stage = 'enrol') or (user_id is not null))
);
create index sessions_of_user on auth.sessions (user_id) where closed_at is null;
create index sessions_closed_by on auth.sessions (closed_by) where closed_by is not null;
create unique index sessions_by_former on auth.sessions (former_hash) where former_hash is not null;
create trigger require_write_origin before insert or update or delete on auth.sessions for each statement execute function core.require_write_origin();
grant select, insert, update on auth.sessions to oc_app;

create table auth.api_keys (
  id           text primary key,
  short_id     text not null unique,  -- the part of the key's text that it is found by
  secret_hash  bytea not null,
  name         text not null,
  mode   text not null check (mode in ('live', 'test')),
  scopes       text[] not null,
  only_tenant  text,  -- null: every tenant of its mode
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

-- Keys that sign the forms' tokens; XML of the framework, sealed.
create table auth.dp_keys (
  name       text primary key,
  xml        text not null,
  created_at timestamptz not null default now()
);
create trigger require_write_origin before insert or update or delete on auth.dp_keys for each statement execute function core.require_write_origin();
grant select, insert, update on auth.dp_keys to oc_app;

-- One known word, sealed: tells at the start whether this is the master key the database was made with.
create table auth.canary (
  one    boolean primary key default true check (one),
  sealed bytea not null
);
create trigger require_write_origin before insert or update or delete on auth.canary for each statement execute function core.require_write_origin();
grant select, insert, update on auth.canary to oc_app;

-- The team: what its people may do by their role, who is invited, and who has gone. Each is a row that a run opens and a run closes.
create table auth.roles (
  key         text primary key,
  name        text not null,
  grants      text[] not null,  -- words of the permission grammar
  is_built_in boolean not null default false,
  place       int not null,  -- in lists: who may most comes first
  id          text,  -- what operations name it by; every role has one
  hides       text[] not null default '{}',  -- classes of fields that whoever has it is not shown
  opened_by   text,  -- null for those that are built in
  opened_at   timestamptz not null default now(),
  closed_by   text
);
create unique index roles_by_id on auth.roles (id);
create trigger require_write_origin before insert or update or delete on auth.roles for each statement execute function core.require_write_origin();
grant select, insert, update on auth.roles to oc_app;

create table auth.user_roles (
  user_id   text not null references auth.users,
  opened_by text not null,  -- the run, or the invitation by which somebody came
  role      text not null references auth.roles,
  opened_at timestamptz not null default now(),
  closed_by text,
  primary key (user_id, opened_by)
);
create unique index user_role_now on auth.user_roles (user_id) where closed_by is null;
create trigger require_write_origin before insert or update or delete on auth.user_roles for each statement execute function core.require_write_origin();
grant select, insert, update on auth.user_roles to oc_app;

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

create table auth.invitations (
  id          text primary key,
  token_hash  bytea not null unique,
  email       text not null,
  email_key   text not null,  -- the address as it is compared
  name        text not null,
  role        text not null references auth.roles,
  invited_by  text not null,
  opened_by   text not null,
  opened_at   timestamptz not null default now(),
  expires_at  timestamptz not null,
  accepted_at timestamptz,
  user_id     text references auth.users,  -- who came by it
  closed_by   text,  -- the run that withdrew it, or that invited anew
  refused_at  timestamptz
);
create unique index invitation_now on auth.invitations (email_key) where (closed_by is null) and (accepted_at is null);
create trigger require_write_origin before insert or update or delete on auth.invitations for each statement execute function core.require_write_origin();
grant select, insert, update on auth.invitations to oc_app;

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

-- How much each person of a role may do in a time without a second person: the last open row of a word counts, and one without a number says that there is none.
create table auth.role_ceilings (
  role        text not null references auth.roles,
  permission  text not null,  -- a word of the permission grammar
  per         interval not null,
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

-- What an address of the directory would have to say for a tenant to be of the segment; null for all tenants. Set by a run, closed by the next.
create table auth.role_segments (
  role      text not null references auth.roles,
  opened_by text not null,
  segment   text,
  opened_at timestamptz not null default now(),
  closed_by text,
  primary key (role, opened_by)
);
create unique index role_segment_now on auth.role_segments (role) where closed_by is null;
create trigger require_write_origin before insert or update or delete on auth.role_segments for each statement execute function core.require_write_origin();
grant select, insert, update on auth.role_segments to oc_app;

-- Passkeys: a key on a device or in somebody's password manager, whose public half is here. It takes the place of password and code together.
create table auth.passkeys (
  id                 text primary key,
  user_id            text not null references auth.users,
  credential_id      bytea not null unique,  -- the device's own name for it; one that was removed doesn't come back
  domain             text not null,  -- where it was made, and the only place where it works
  name               text not null,
  public_key         bytea not null,
  sign_count         bigint not null,  -- grows with each use, or stays 0; anything else is a copy
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

-- A browser was asked for a passkey and has not answered yet. The row is taken with the first answer, so that none is worth anything twice.
create table auth.ceremonies (
  id         text primary key,
  purpose    text not null check (purpose in ('sign_in', 'add', 'prove')),
  session_id text,  -- the session that asked; null before there is one
  user_id    text,  -- whose passkey is wanted, or who gets one; null: anybody's
  about      bytea,  -- what is proved, such as the hash of a preview
  domain     text not null,
  state      text not null,  -- the framework's own: the challenge
  expires_at timestamptz not null
);
create index ceremonies_over on auth.ceremonies (expires_at);
call core.protect_global_table('auth.ceremonies');

-- The text that a key had before it was rotated: good until its time is over, so that the application can change over without a call that fails.
create table auth.former_key_secrets (
  key_id       text not null references auth.api_keys,
  opened_by    text not null,  -- the run that rotated
  short_id     text not null unique,  -- as of the key itself
  secret_hash  bytea not null,
  opened_at    timestamptz not null default clock_timestamp(),
  ends_at      timestamptz not null,
  last_used_at timestamptz,  -- since the rotation: whether somebody still calls with it
  closed_by    text,  -- the undo, after which it is the key's own again
  primary key (key_id, opened_by)
);
create index former_key_secrets_of_key on auth.former_key_secrets (key_id, opened_at desc) where closed_by is null;
create trigger require_write_origin before insert or update or delete on auth.former_key_secrets for each statement execute function core.require_write_origin();
grant select, insert, update on auth.former_key_secrets to oc_app;

-- The keys that stored secrets are sealed with, themselves sealed under the master key: so that either can be replaced without the other.
create table auth.key_ring (
  key_id     text primary key,  -- stands in the head of every box that was sealed with it
  sealed     bytea,  -- under the master key; gone once it is retired
  created_at    timestamptz not null default now(),
  retired_at timestamptz,  -- since nothing is sealed with it any more
  check ((sealed is null) = (retired_at is not null))
);
create trigger require_write_origin before insert or update or delete on auth.key_ring for each statement execute function core.require_write_origin();
grant select, insert, update on auth.key_ring to oc_app;

-- Classes of fields that the people of a role are not shown: each decision is a row that one run opens and the next closes.
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

-- That an application let somebody in: by a link that is good once and for minutes, and from then on by a cookie, for an hour.
create table core.portal_sessions (
  tenant_id   text not null,
  portal_id   text not null,
  member_id   text,  -- who it is, as the application says; null when it doesn't
  scopes      text[] not null,
  return_url  text,  -- where the page leads back to
  opened_by   text not null,  -- the key that asked
  opened_at   timestamptz not null,
  link_hash   bytea not null,
  link_until  timestamptz not null,
  secret_hash bytea,  -- of the cookie; null until the link was used
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

-- Failed sign-ins are counted per account and origin: someone who guesses from elsewhere can't keep an owner out.
create table auth.sign_in_attempts (
  user_id     text not null references auth.users,
  origin      text not null,  -- network of the client, a known device, or the session that has to confirm who sits there
  failed      int not null,  -- wrong passwords and codes since the last complete sign-in from there
  failed_at   timestamptz not null,
  waits_until timestamptz,  -- no attempt from there is checked before
  primary key (user_id, origin)
);
create index sign_in_attempts_by_age on auth.sign_in_attempts (failed_at);
call core.protect_global_table('auth.sign_in_attempts');

-- Browsers that have signed in completely before. Guesses from elsewhere don't slow them down.
create table auth.known_devices (
  user_id      text not null references auth.users,
  device_hash  bytea not null,  -- of the random text in the device's cookie
  last_used_at timestamptz not null default now(),
  primary key (user_id, device_hash)
);
call core.protect_global_table('auth.known_devices');
