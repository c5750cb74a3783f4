-- Room that is held before it is used, so that what takes long can't be refused at its end. It counts against the row it was taken from until it is committed, released or its time is over.
create table entitlements.reservations (
  tenant_id      text not null,
  reservation_id text not null,
  feature        text not null,
  period_start   timestamptz not null,   -- with the feature the row that holds it, whichever period runs when it is closed
  amount         numeric(24, 6) not null check (amount > 0),
  actual         numeric(24, 6) check (actual >= 0), -- what was used of it; null unless it is committed
  source         text not null,          -- who said the limit it was held against
  source_id      text,
  state          text not null default 'held' check (state in ('held', 'committed', 'released', 'expired')),
  opened_at      timestamptz not null,
  expires_at     timestamptz not null,   -- from then on it holds nothing, without anybody closing it
  closed_at      timestamptz,
  primary key (tenant_id, reservation_id),
  check ((state = 'committed') = (actual is not null) and (state = 'held') = (closed_at is null))
);
create unique index reservations_by_id on entitlements.reservations (reservation_id);
create index reservations_held on entitlements.reservations (tenant_id, feature, period_start, expires_at) where state = 'held';
create index reservations_by_age on entitlements.reservations using brin (opened_at);
call core.own('entitlements.reservations');

-- The copy of a limit also says who says it, so that a reservation knows; a row without it is made anew. No hold of the row ends before next_expiry.
alter table entitlements.usage
  add column source      text,
  add column source_id   text,
  add column next_expiry timestamptz;
create index usage_by_expiry on entitlements.usage (next_expiry) where next_expiry is not null;

-- What was granted under a key is the reservation, where it was one.
alter table entitlements.claims add column reservation_id text;

-- What takes one of a gauge, by the application's own id of it, so that it takes one however often that is said.
create table entitlements.slots (
  tenant_id   text not null,
  feature     text not null,
  external_id text not null,
  claimed_at  timestamptz not null,
  primary key (tenant_id, feature, external_id)
);
call core.own('entitlements.slots');

-- Of a gauge that is set as a whole: the application's own number of what it said last, so that what comes late is known to.
alter table entitlements.usage add column version bigint;
