-- The keys that stored secrets are sealed with, themselves sealed under the master key: so that either can be replaced without the other.
create table auth.key_ring (
  key_id     text primary key,                   -- stands in the head of every box that was sealed with it
  sealed     bytea,                              -- under the master key; gone once it is retired
  made_at    timestamptz not null default now(),
  retired_at timestamptz,                        -- since nothing is sealed with it any more
  check ((sealed is null) = (retired_at is not null))
);
create trigger through_a_door before insert or update or delete on auth.key_ring for each statement execute function core.through_a_door();
grant select, insert, update on auth.key_ring to oc_app;

-- Which key a code is checked with: a hash can't be made anew without the code. Null: the first of the ring.
alter table auth.recovery_codes add column key_id text;
