-- Usage of features, and the overrides, credits, reservations, thresholds and blocks that belong to it.
create schema entitlements;
grant usage on schema entitlements to oc_app, oc_console;

-- Limit of one tenant that replaces the limit of its plans, temporarily or permanently.
create table entitlements.overrides (
  tenant_id   text not null,
  override_id text not null,  -- kept when an undo restores the override
  opened_by   text not null,  -- run that set it
  feature     text not null,  -- feature's key
  allows      text not null,  -- on, off, unlimited, a number or a value
  until_at    timestamptz,  -- expires then without an update of the row; null means permanent
  reason      text,  -- null once the tenant is anonymised
  opened_at   timestamptz not null,
  closed_by   text,
  closed_at   timestamptz,
  primary key (tenant_id, opened_by, feature)
);
create index overrides_open on entitlements.overrides (tenant_id, feature) where closed_by is null;
call core.protect_table('entitlements.overrides');
call core.show_in_portal('entitlements.overrides', 'tenant_id', 'override_id', 'feature', 'allows', 'until_at', 'closed_by');

-- Usage of one feature in one period. The limit is a cached copy: it is valid until limit_until
-- while revision equals the sum of the tenant's and the platform's revisions.
create table entitlements.usage (
  tenant_id    text not null,
  feature      text not null,
  period_start timestamptz not null,
  period_end   timestamptz not null,
  kind         text not null,  -- copied, with decimals, from the feature so that claims read one row
  decimals     int not null,
  used         numeric(24,6) not null default 0 check (used >= (0)),
  reserved     numeric(24,6) not null default 0 check (reserved >= (0)),
  allows       numeric(24,6),  -- limit; null means unlimited
  ceiling      numeric(24,6),  -- limit that claims are checked against, with burst; null means unlimited
  limit_until  timestamptz not null,
  revision     bigint not null,
  source       text,
  source_id    text,
  next_expiry  timestamptz,
  version      bigint,
  blocked_at   timestamptz,  -- start of the open block
  included     numeric(24,6),  -- usage above it burns credits
  credited     numeric(24,6),  -- credits of this period, burnt and remaining
  burnt        numeric(24,6) not null default 0 check (burnt >= (0)),
  rate_seconds int check (rate_seconds > 0),  -- window of a rate limit; null for other kinds
  full_at      timestamptz,
  primary key (tenant_id, feature, period_start)
) with (fillfactor=50);
create index usage_by_expiry on entitlements.usage (next_expiry) where next_expiry is not null;
create index usage_by_end on entitlements.usage (period_end);
create index usage_blocked on entitlements.usage (tenant_id) where blocked_at is not null;
call core.protect_table('entitlements.usage');
call core.show_in_portal('entitlements.usage', 'tenant_id', 'feature', 'period_start', 'period_end', 'decimals', 'used', 'reserved', 'allows', 'ceiling', 'revision', 'source', 'source_id', 'next_expiry', 'version', 'blocked_at', 'included', 'credited', 'burnt', 'rate_seconds', 'full_at');

-- Incremented by every change of a tenant's limits. The platform's row covers changes that affect all tenants.
create table entitlements.revisions (
  tenant_id text primary key,
  revision  bigint not null
) with (fillfactor=50);
call core.protect_table('entitlements.revisions');
call core.show_in_portal('entitlements.revisions', 'tenant_id', 'revision');

-- Accepted claims by idempotency key, so that a repeated request counts once.
create table entitlements.claims (
  tenant_id      text not null,
  claim_key      text not null,
  feature        text not null,
  amount         numeric(24,6) not null,
  period_start   timestamptz not null,  -- of the usage row it was added to
  at             timestamptz not null,
  reservation_id text,
  refunded       numeric(24,6),
  refunded_by    text,
  happened_at    timestamptz,  -- reported by the application; null for claims made in advance
  primary key (tenant_id, claim_key)
);
create index claims_by_age on entitlements.claims using brin (at);
create index claims_refunded on entitlements.claims (tenant_id, refunded_by) where refunded_by is not null;
call core.protect_table('entitlements.claims');

-- Usage reserved in advance, so that a long job can't be rejected at its end.
-- It counts as used until it is committed, released or expired.
create table entitlements.reservations (
  tenant_id      text not null,
  reservation_id text not null,
  feature        text not null,
  period_start   timestamptz not null,  -- with feature the usage row it is reserved in, even after the period
  amount         numeric(24,6) not null check (amount > (0)),
  actual         numeric(24,6) check (actual >= (0)),  -- used amount; null unless committed
  source         text not null,  -- origin of the limit it was checked against
  source_id      text,
  state          text not null default 'held' check (state in ('held', 'committed', 'released', 'expired')),
  opened_at      timestamptz not null,
  expires_at     timestamptz not null,  -- expires then without an update of the row
  closed_at      timestamptz,
  primary key (tenant_id, reservation_id),
  check (((state = 'committed') = (actual is not null)) and ((state = 'held') = (closed_at is null)))
);
create unique index reservations_by_id on entitlements.reservations (reservation_id);
create index reservations_held on entitlements.reservations (tenant_id, feature, period_start, expires_at) where state = 'held';
create index reservations_by_age on entitlements.reservations using brin (opened_at);
call core.protect_table('entitlements.reservations');
call core.show_in_portal('entitlements.reservations', 'tenant_id', 'feature', 'period_start', 'amount', 'state', 'expires_at');

-- Items counted by a gauge, by the application's own id, so that a repeated claim counts once.
create table entitlements.slots (
  tenant_id    text not null,
  feature      text not null,
  external_id  text not null,
  claimed_at   timestamptz not null,
  period_start timestamptz not null default '1970-01-01 00:00:00+00',  -- with feature the usage row that counts it
  primary key (tenant_id, feature, period_start, external_id)
);
create index slots_by_period on entitlements.slots (period_start) where period_start > '1970-01-01 00:00:00+00';
call core.protect_table('entitlements.slots');

-- Reached thresholds, recorded by a trigger on usage once per limit.
create table entitlements.thresholds (
  tenant_id    text not null,
  feature      text not null,
  period_start timestamptz not null,
  period_end   timestamptz not null,
  threshold    int not null,  -- percent of the limit: 80, 90, 100
  allows       numeric(24,6) not null,  -- limit at that time; another limit records the threshold again
  used         numeric(24,6) not null,  -- usage at that time
  reached_at   timestamptz not null,
  notified_at  timestamptz,  -- null until logged and sent to the application
  primary key (tenant_id, feature, period_start, threshold)
);
create index thresholds_to_notify on entitlements.thresholds (reached_at) where notified_at is null;
create index thresholds_by_end on entitlements.thresholds (period_end);
call core.protect_table('entitlements.thresholds');

-- A tenant exceeds a hard limit, or was refused and has freed nothing since. A trigger on usage opens and closes blocks.
create table entitlements.blocks (
  tenant_id        text not null,
  feature          text not null,
  period_start     timestamptz not null,
  opened_at        timestamptz not null,
  cause            text not null check (cause in ('exceeded', 'refused')),
  used             numeric(24,6) not null,  -- at that time, including reservations
  ceiling          numeric(24,6) not null,  -- limit that the claim was checked against
  closed_at        timestamptz,
  opening_notified boolean not null default false,  -- logged and sent to the application
  closing_notified boolean not null default false,  -- logged and sent to the application
  primary key (tenant_id, feature, period_start, opened_at)
);
create unique index blocks_open on entitlements.blocks (tenant_id, feature, period_start) where closed_at is null;
create index blocks_to_notify on entitlements.blocks (opened_at) where not opening_notified or (closed_at is not null and not closing_notified);
create index blocks_by_end on entitlements.blocks (closed_at) where closed_at is not null;
call core.protect_table('entitlements.blocks');

-- Number of refused claims per minute.
create table entitlements.refusals (
  tenant_id text not null,
  feature   text not null,
  minute    timestamptz not null,
  number    bigint not null,
  primary key (tenant_id, feature, minute)
);
create index refusals_by_age on entitlements.refusals using brin (minute);
call core.protect_table('entitlements.refusals');

-- Usage granted in addition to the plan: granted once, burnt by priority, with an optional expiry.
-- Each change of a credit is a row in credit_movements, which is append-only.
create table entitlements.credits (
  tenant_id      text not null,
  credit_id      text not null,
  feature        text not null,  -- key of a counter
  amount         numeric(24,6) not null check (amount > (0)),
  spent          numeric(24,6) not null default 0,  -- without refunds
  priority       int not null,  -- lowest first, then earliest expiry, then oldest
  is_promotional boolean not null,
  expires_at     timestamptz,  -- expires then without an update of the row; null means permanent
  rollover       numeric(24,6) check (rollover > (0)),  -- maximum carried into the next period, once; null means none
  rolled_from    text,  -- credit that it was carried over from
  reason         text,  -- null once the tenant is anonymised
  opened_by      text not null,  -- run that granted it, also after rollover
  opened_at      timestamptz not null,
  closed_as      text check (closed_as in ('expired', 'voided')),
  closed_by      text,  -- run, or the expiry
  closed_at      timestamptz,
  primary key (tenant_id, credit_id),
  check (spent between 0 and amount),
  check ((closed_as is null) = (closed_by is null))
) with (fillfactor=70);
create unique index credits_by_id on entitlements.credits (credit_id);
create index credits_open on entitlements.credits (tenant_id, feature, priority, expires_at, opened_at, credit_id) where closed_by is null;
create index credits_by_end on entitlements.credits (expires_at) where (closed_by is null) and (expires_at is not null);
create index credits_by_run on entitlements.credits (opened_by);
call core.protect_table('entitlements.credits');
call core.show_in_portal('entitlements.credits', 'tenant_id', 'credit_id', 'feature', 'amount', 'spent', 'priority', 'is_promotional', 'expires_at', 'rollover', 'opened_at', 'closed_by');

-- Remaining amount of a credit: granted - spent + refunded - expired - voided + restored.
create table entitlements.credit_movements (
  tenant_id      text not null,
  movement       bigint generated always as identity,
  credit_id      text not null,
  feature        text not null,
  kind           text not null check (kind in ('granted', 'spent', 'refunded', 'expired', 'voided', 'restored')),
  amount         numeric(24,6) not null check (amount > (0)),
  at             timestamptz not null default clock_timestamp(),
  period_start   timestamptz,  -- with feature the usage row paid for; null if none
  claim_key      text,  -- claim paid for; null if it had no key
  reservation_id text,  -- committed reservation
  refund_of      bigint,  -- refunded movement; null if not a refund
  run_id         text,  -- null for claims and expiry
  primary key (tenant_id, movement)
);
create index credit_movements_by_credit on entitlements.credit_movements (tenant_id, credit_id, movement);
create index credit_movements_by_claim on entitlements.credit_movements (tenant_id, claim_key) where claim_key is not null;
create index credit_movements_by_reservation on entitlements.credit_movements (tenant_id, reservation_id) where reservation_id is not null;
create index credit_movements_by_refund on entitlements.credit_movements (tenant_id, refund_of) where refund_of is not null;
create index credit_movements_by_run on entitlements.credit_movements (run_id) where run_id is not null;
create index credit_movements_by_age on entitlements.credit_movements using brin (at);
call core.protect_table('entitlements.credit_movements');
revoke update on entitlements.credit_movements from oc_app;

-- Usage reported too late for its period. It counts in the current period, and this row explains the difference.
create table entitlements.adjustments (
  tenant_id    text not null,
  adjustment   bigint generated always as identity,
  feature      text not null,
  period_start timestamptz not null,  -- with feature the usage row that counts it
  happened_at  timestamptz not null,  -- in an earlier period
  amount       numeric(24,6) not null check (amount > (0)),
  refunded     numeric(24,6),  -- null means none
  claim_key    text,  -- null if the claim had no key
  at           timestamptz not null,
  primary key (tenant_id, adjustment)
);
create index adjustments_by_period on entitlements.adjustments (tenant_id, feature, period_start);
create index adjustments_by_claim on entitlements.adjustments (tenant_id, claim_key) where claim_key is not null;
create index adjustments_by_age on entitlements.adjustments using brin (at);
call core.protect_table('entitlements.adjustments');
call core.show_in_portal('entitlements.adjustments', 'tenant_id', 'feature', 'period_start', 'amount', 'refunded');

-- Tenants whose members, sessions, meters or plans changed after usage was last counted from them.
create table entitlements.reported_stale (
  id text primary key  -- tenant id; deleted before its tenant is counted
);
call core.protect_global_table('entitlements.reported_stale');
grant select on entitlements.reported_stale to oc_console;

-- Revision of plans and features for which all tenants were counted.
create table entitlements.reported_counted (
  one      boolean primary key default true check (one),
  revision bigint not null
);
call core.protect_global_table('entitlements.reported_counted');
grant select on entitlements.reported_counted to oc_console;

select set_config('app.intake', 'migration', true);
insert into entitlements.reported_counted (revision) values (0);
