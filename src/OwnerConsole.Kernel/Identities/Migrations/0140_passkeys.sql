-- Passkeys: a key on a device or in somebody's password manager, whose public half is here. It takes the place of password and code together.
create table auth.passkeys (
  id                 text primary key,
  user_id            text not null references auth.users,
  credential_id      bytea not null unique,         -- the device's own name for it; one that was removed doesn't come back
  domain             text not null,                 -- where it was made, and the only place where it works
  name               text not null,
  public_key         bytea not null,
  sign_count         bigint not null,               -- grows with each use, or stays 0; anything else is a copy
  transports         text[] not null,
  is_backup_eligible boolean not null,
  is_backed_up       boolean not null,
  added_at           timestamptz not null default now(),
  last_used_at       timestamptz,
  removed_at         timestamptz
);
create index passkeys_of_user on auth.passkeys (user_id) where removed_at is null;

-- A browser was asked for a passkey and has not answered yet. The row is taken with the first answer, so that none is worth anything twice.
create table auth.ceremonies (
  id         text primary key,
  purpose    text not null check (purpose in ('sign_in', 'add', 'prove')),
  session_id text,                                  -- the session that asked; null before there is one
  user_id    text,                                  -- whose passkey is wanted, or who gets one; null: anybody's
  about      bytea,                                 -- what is proved, such as the hash of a preview
  domain     text not null,
  state      text not null,                         -- the framework's own: the challenge
  expires_at timestamptz not null
);
create index ceremonies_over on auth.ceremonies (expires_at);

-- How whoever started it proved who they are, where that is asked.
alter table core.runs add column proved_by text, add column proved_with text, add column proved_at timestamptz;

do $$
declare owned text;
begin
  foreach owned in array array['passkeys', 'ceremonies'] loop
    execute format('create trigger through_a_door before insert or update or delete on auth.%I for each statement execute function core.through_a_door()', owned);
    execute format('grant select, insert, update on auth.%I to oc_app', owned);
  end loop;
end $$;
grant delete on auth.ceremonies to oc_app;
