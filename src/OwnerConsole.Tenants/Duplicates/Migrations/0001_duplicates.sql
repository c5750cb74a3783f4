-- Likely duplicates of members and of tenants, the keys they are found by, dismissals, and merges of tenants.
create schema duplicates;
grant usage on schema duplicates to oc_app, oc_console;

-- Members and tenants to compare again, because a value that they are compared by has changed.
create table duplicates.stale (
  tenant_id text not null,
  id        text not null,  -- of the member, or of the tenant itself
  marks     bigint not null default 1,  -- changes since the last comparison
  marked_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index stale_in_order on duplicates.stale (marked_at, id);
call core.protect_table('duplicates.stale');

-- Progress of the first comparison of all records that existed before this table.
create table duplicates.sweep (
  tenant_id text primary key,  -- always tnt_platform
  reached   text not null,  -- ID of the last compared record
  ended_at  timestamptz
);
call core.protect_table('duplicates.sweep');

-- Hashes of the values that a record is compared by, such as its normalized email. Records with the same key are compared.
create table duplicates.keys (
  tenant_id  text not null,
  subject_id text not null,  -- member, or the tenant itself
  key        text not null,
  reason     text not null,  -- reason for a pair with the same key
  primary key (tenant_id, subject_id, key)
);
create index keys_by_key on duplicates.keys (key);
call core.protect_table('duplicates.keys');

-- Keys that too many records share, so that these records aren't compared by them.
create table duplicates.skipped_keys (
  tenant_id  text not null,  -- always tnt_platform
  key        text not null,
  kind       text not null check (kind in ('member', 'tenant')),
  mode       text not null check (mode in ('live', 'test')),
  reason     text not null,
  checked_at timestamptz not null,  -- when the records with the key were last counted
  primary key (tenant_id, key)
);
create index skipped_keys_in_order on duplicates.skipped_keys (checked_at, key);
call core.protect_table('duplicates.skipped_keys');

-- Two members of a tenant, or two tenants, that are likely the same.
create table duplicates.pairs (
  tenant_id text not null,  -- tenant of both members; tnt_platform for two tenants
  pair_id   text not null,
  kind      text not null check (kind in ('member', 'tenant')),
  mode      text not null check (mode in ('live', 'test')),
  first_id  text not null,  -- the smaller of both IDs
  second_id text not null,
  score     int not null check (score between 0 and 100),  -- 0 if they are no longer similar
  reasons   text[] not null,
  found_at  timestamptz not null,
  changes   bigint not null default 0,  -- of the reasons; a change invalidates a preview
  primary key (tenant_id, pair_id)
);
create unique index pairs_of_records on duplicates.pairs (first_id, second_id, tenant_id);
create index pairs_by_second on duplicates.pairs (second_id);
create index pairs_by_id on duplicates.pairs (pair_id);
create index pairs_in_order on duplicates.pairs (mode, score desc, pair_id) where score > 0;
call core.protect_table('duplicates.pairs');

-- A dismissed pair. It is listed again once it has a reason that the dismissal doesn't contain.
create table duplicates.dismissals (
  tenant_id text not null,
  pair_id   text not null,
  reasons   text[] not null,
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  closed_at timestamptz,
  primary key (tenant_id, pair_id, opened_by)
);
create unique index dismissals_open on duplicates.dismissals (tenant_id, pair_id) where closed_by is null;
call core.protect_table('duplicates.dismissals');

-- A merge of two tenants that the application has carried out, in effect while the row is open. The console moves no data.
create table duplicates.tenant_merges (
  tenant_id text not null,  -- tenant that was merged
  into_id   text not null,  -- tenant that remains
  opened_by text not null,
  from_at   timestamptz not null,
  to_at     timestamptz,
  closed_by text,
  primary key (tenant_id, opened_by)
);
create unique index tenant_merges_open on duplicates.tenant_merges (tenant_id) where to_at is null;
create index tenant_merges_into on duplicates.tenant_merges (into_id) where to_at is null;
call core.protect_table('duplicates.tenant_merges');
