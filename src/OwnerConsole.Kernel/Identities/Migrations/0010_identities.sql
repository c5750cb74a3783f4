-- People of the owner's team, their sessions, and the keys of applications. A secret is here as a hash, or sealed under the master key that lies outside the database.
create table auth.users (
  id              text primary key,
  name            text not null,
  email           text not null,
  email_key       text not null unique,          -- the address as it is compared
  password_hash   text not null,
  authenticator   bytea,                         -- the key of one-time codes, sealed; null after a reset until a new one is set up
  last_step       bigint not null default 0,     -- codes of this step and before were used or are too old
  failed_attempts int not null default 0,        -- wrong passwords and codes since the last complete sign-in
  locked_until    timestamptz,
  grants          text[] not null,
  created_at      timestamptz not null default now()
);

create table auth.recovery_codes (
  user_id     text not null references auth.users,
  code_hash   bytea not null,                    -- keyed, because a code that is typed by hand is short
  used_at     timestamptz,
  primary key (user_id, code_hash)
);

-- For the first owner, and for one who lost everything: printed on the machine, good once, for half an hour.
create table auth.one_time_links (
  id          text primary key,
  token_hash  bytea not null unique,
  user_id     text references auth.users,        -- whose access is set up anew; null makes the first owner
  created_at  timestamptz not null default now(),
  expires_at  timestamptz not null,
  used_at     timestamptz
);

create table auth.sessions (
  id           text primary key,
  secret_hash  bytea not null unique,            -- of the 256 bits in the cookie
  stage        text not null check (stage in ('code', 'enrol', 'open')),
  user_id      text references auth.users,       -- null while the first owner sets up an authenticator
  pending      bytea,                            -- what is being set up, sealed; kept apart until its first code proves it
  ip           text,
  user_agent   text,
  created_at   timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  closed_at    timestamptz,
  check (stage = 'enrol' or user_id is not null)
);
create index sessions_of_user on auth.sessions (user_id) where closed_at is null;

create table auth.api_keys (
  id           text primary key,
  short_id     text not null unique,             -- the part of the key's text that it is found by
  secret_hash  bytea not null,
  name         text not null,
  population   text not null check (population in ('live', 'demo')),
  scopes       text[] not null,
  only_tenant  text,                             -- null: every tenant of its population
  created_by   text not null,
  created_at   timestamptz not null default now(),
  expires_at   timestamptz not null,
  last_used_at timestamptz,
  revoked_at   timestamptz
);

-- Keys that sign the forms' tokens; XML of the framework, sealed.
create table auth.dp_keys (
  name       text primary key,
  xml        text not null,
  created_at timestamptz not null default now()
);

-- One known word, sealed: tells at the start whether this is the master key the database was made with.
create table auth.canary (
  one    boolean primary key default true check (one),
  sealed bytea not null
);

do $$
declare owned text;
begin
  foreach owned in array array['users', 'recovery_codes', 'one_time_links', 'sessions', 'api_keys', 'dp_keys', 'canary'] loop
    execute format('create trigger through_a_door before insert or update or delete on auth.%I for each statement execute function core.through_a_door()', owned);
    execute format('grant select, insert, update on auth.%I to oc_app', owned);
  end loop;
end $$;
