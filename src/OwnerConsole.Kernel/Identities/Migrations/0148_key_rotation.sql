-- The text that a key had before it was rotated: good until its time is over, so that the application can change over without a call that fails.
create table auth.former_key_secrets (
  key_id       text not null references auth.api_keys,
  opened_by    text not null,                   -- the run that rotated
  short_id     text not null unique,            -- as of the key itself
  secret_hash  bytea not null,
  opened_at    timestamptz not null default clock_timestamp(),
  ends_at      timestamptz not null,
  last_used_at timestamptz,                     -- since the rotation: whether somebody still calls with it
  closed_by    text,                            -- the undo, after which it is the key's own again
  primary key (key_id, opened_by)
);
create index former_key_secrets_of_key on auth.former_key_secrets (key_id, opened_at desc) where closed_by is null;
create trigger through_a_door before insert or update or delete on auth.former_key_secrets for each statement execute function core.through_a_door();
grant select, insert, update on auth.former_key_secrets to oc_app;
