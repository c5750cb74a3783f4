-- Failed sign-ins are counted per account and origin: someone who guesses from elsewhere can't keep an owner out.
create table auth.sign_in_attempts (
  user_id     text not null references auth.users,
  origin      text not null,                        -- network of the client, a known device, or the session that has to confirm who sits there
  failed      int not null,                         -- wrong passwords and codes since the last complete sign-in from there
  failed_at   timestamptz not null,
  waits_until timestamptz,                          -- no attempt from there is checked before
  primary key (user_id, origin)
);
create index sign_in_attempts_by_age on auth.sign_in_attempts (failed_at);

-- Browsers that have signed in completely before. Guesses from elsewhere don't slow them down.
create table auth.known_devices (
  user_id      text not null references auth.users,
  device_hash  bytea not null,                      -- of the random text in the device's cookie
  last_used_at timestamptz not null default now(),
  primary key (user_id, device_hash)
);

-- When the person at this session last confirmed who they are, beyond signing in.
alter table auth.sessions add column proved_at timestamptz;

do $$
declare owned text;
begin
  foreach owned in array array['sign_in_attempts', 'known_devices'] loop
    execute format('create trigger through_a_door before insert or update or delete on auth.%I for each statement execute function core.through_a_door()', owned);
    execute format('grant select, insert, update, delete on auth.%I to oc_app', owned);
  end loop;
end $$;
