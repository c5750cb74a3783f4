-- Whose permissions change gets another secret with their next click. The one of before is good for what that page asks at the same moment, and then for nothing.
alter table auth.sessions
  add column rotates      boolean not null default false, -- the next request gets another secret
  add column former_hash  bytea,                          -- of the secret before
  add column former_until timestamptz;
create unique index sessions_by_former on auth.sessions (former_hash) where former_hash is not null;
