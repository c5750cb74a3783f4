-- Tables of Entitlements.
create schema entitlements;
grant usage on schema entitlements to oc_app, oc_console;

-- Instead of what its plans say, until a moment or for good.
create table entitlements.overrides (
  tenant_id   text not null,
  override_id text not null,  -- the same when it comes back
  opened_by   text not null,  -- the run that decided it
  feature     text not null,  -- its key
  allows      text not null,  -- on, off, unlimited, a number or a value
  until_at    timestamptz,  -- from then on it is over, without anybody closing it; null for no end
  reason      text,  -- in the owner's words; null once the tenant is anonymised
  opened_at   timestamptz not null,
  closed_by   text,
  closed_at   timestamptz,
  primary key (tenant_id, opened_by, feature)
);
create index overrides_open on entitlements.overrides (tenant_id, feature) where closed_by is null;
call core.protect_table('entitlements.overrides');
call core.show_in_portal('entitlements.overrides', 'tenant_id', 'override_id', 'feature', 'allows', 'until_at', 'closed_by');

-- What a feature has been used in one period, and what claims are held against. The limit is a copy, good until limit_until while the revision is the tenant's and the platform's together.
create table entitlements.usage (
  tenant_id    text not null,
  feature      text not null,
  period_start timestamptz not null,
  period_end   timestamptz not null,
  kind         text not null,  -- of the feature, and how fine its amounts are: what a claim needs to know without looking further
  decimals     int not null,
  used         numeric(24,6) not null default 0 check (used >= (0)),
  reserved     numeric(24,6) not null default 0 check (reserved >= (0)),
  allows       numeric(24,6),  -- as it was granted; null for unlimited
  ceiling      numeric(24,6),  -- what claims are held against: the same, or more where more is allowed; null for no end
  limit_until  timestamptz not null,
  revision     bigint not null,
  source       text,
  source_id    text,
  next_expiry  timestamptz,
  version      bigint,
  blocked_at   timestamptz,  -- since when a block of it is open
  included     numeric(24,6),  -- used beyond it is burnt from credits
  credited     numeric(24,6),  -- what credits are worth in this period: what was burnt, and what was left
  burnt        numeric(24,6) not null default 0 check (burnt >= (0)),
  rate_seconds int check (rate_seconds > 0),  -- within which the limit comes back; null for whatever is counted
  full_at      timestamptz,
  primary key (tenant_id, feature, period_start)
) with (fillfactor=50);
create index usage_by_expiry on entitlements.usage (next_expiry) where next_expiry is not null;
create index usage_by_end on entitlements.usage (period_end);
create index usage_blocked on entitlements.usage (tenant_id) where blocked_at is not null;
call core.protect_table('entitlements.usage');
call core.show_in_portal('entitlements.usage', 'tenant_id', 'feature', 'period_start', 'period_end', 'decimals', 'used', 'reserved', 'allows', 'ceiling', 'revision', 'source', 'source_id', 'next_expiry', 'version', 'blocked_at', 'included', 'credited', 'burnt', 'rate_seconds', 'full_at');

-- Grows with whatever may change what a tenant may use; the platform's own row with what may change it for all.
create table entitlements.revisions (
  tenant_id text primary key,
  revision  bigint not null
) with (fillfactor=50);
call core.protect_table('entitlements.revisions');
call core.show_in_portal('entitlements.revisions', 'tenant_id', 'revision');

-- What was granted under a key of the caller's, so that it is granted once however often it is asked.
create table entitlements.claims (
  tenant_id      text not null,
  claim_key      text not null,
  feature        text not null,
  amount         numeric(24,6) not null,
  period_start   timestamptz not null,  -- of the row it was added to
  at             timestamptz not null,
  reservation_id text,
  refunded       numeric(24,6),
  refunded_by    text,
  happened_at    timestamptz,  -- as the application said; null for what was about to happen
  primary key (tenant_id, claim_key)
);
create index claims_by_age on entitlements.claims using brin (at);
create index claims_refunded on entitlements.claims (tenant_id, refunded_by) where refunded_by is not null;
call core.protect_table('entitlements.claims');

-- Room that is held before it is used, so that what takes long can't be refused at its end. It counts against the row it was taken from until it is committed, released or its time is over.
create table entitlements.reservations (
  tenant_id      text not null,
  reservation_id text not null,
  feature        text not null,
  period_start   timestamptz not null,  -- with the feature the row that holds it, whichever period runs when it is closed
  amount         numeric(24,6) not null check (amount > (0)),
  actual         numeric(24,6) check (actual >= (0)),  -- what was used of it; null unless it is committed
  source         text not null,  -- who said the limit it was held against
  source_id      text,
  state          text not null default 'held' check (state in ('held', 'committed', 'released', 'expired')),
  opened_at      timestamptz not null,
  expires_at     timestamptz not null,  -- from then on it holds nothing, without anybody closing it
  closed_at      timestamptz,
  primary key (tenant_id, reservation_id),
  check (((state = 'committed') = (actual is not null)) and ((state = 'held') = (closed_at is null)))
);
create unique index reservations_by_id on entitlements.reservations (reservation_id);
create index reservations_held on entitlements.reservations (tenant_id, feature, period_start, expires_at) where state = 'held';
create index reservations_by_age on entitlements.reservations using brin (opened_at);
call core.protect_table('entitlements.reservations');
call core.show_in_portal('entitlements.reservations', 'tenant_id', 'feature', 'period_start', 'amount', 'state', 'expires_at');

-- What takes one of a gauge, by the application's own id of it, so that it takes one however often that is said.
create table entitlements.slots (
  tenant_id    text not null,
  feature      text not null,
  external_id  text not null,
  claimed_at   timestamptz not null,
  period_start timestamptz not null default '1970-01-01 00:00:00+00',  -- with the feature the row that counts it
  primary key (tenant_id, feature, period_start, external_id)
);
create index slots_by_period on entitlements.slots (period_start) where period_start > '1970-01-01 00:00:00+00';
call core.protect_table('entitlements.slots');

-- That so much of a limit was used: written where the row of the period is, whoever changes it, once for each limit.
create table entitlements.thresholds (
  tenant_id    text not null,
  feature      text not null,
  period_start timestamptz not null,
  period_end   timestamptz not null,
  threshold    int not null,  -- hundredths of the limit: 80, 90, 100
  allows       numeric(24,6) not null,  -- the limit of which it was reached; of another one it is reached anew
  used         numeric(24,6) not null,  -- by then
  reached_at   timestamptz not null,
  notified_at      timestamptz,  -- null until the log and the application know
  primary key (tenant_id, feature, period_start, threshold)
);
create index thresholds_to_notify on entitlements.thresholds (reached_at) where notified_at is null;
create index thresholds_by_end on entitlements.thresholds (period_end);
call core.protect_table('entitlements.thresholds');

-- A tenant can't go on with something: it uses more than a hard limit allows, or it was refused and nothing was freed since. A block is opened and closed where the row of the period is, whoever changes it.
create table entitlements.blocks (
  tenant_id    text not null,
  feature      text not null,
  period_start timestamptz not null,
  opened_at    timestamptz not null,
  cause        text not null check (cause in ('exceeded', 'refused')),
  used         numeric(24,6) not null,  -- by then, with what was reserved
  ceiling      numeric(24,6) not null,  -- what it was held against
  closed_at    timestamptz,
  opening_notified boolean not null default false,  -- the log and the application know
  closing_notified boolean not null default false,
  primary key (tenant_id, feature, period_start, opened_at)
);
create unique index blocks_open on entitlements.blocks (tenant_id, feature, period_start) where closed_at is null;
create index blocks_to_notify on entitlements.blocks (opened_at) where (not opening_notified) or ((closed_at is not null) and (not closing_notified));
create index blocks_by_end on entitlements.blocks (closed_at) where closed_at is not null;
call core.protect_table('entitlements.blocks');

-- How often a tenant was refused, by the minute.
create table entitlements.refusals (
  tenant_id text not null,
  feature   text not null,
  minute    timestamptz not null,
  number    bigint not null,
  primary key (tenant_id, feature, minute)
);
create index refusals_by_age on entitlements.refusals using brin (minute);
call core.protect_table('entitlements.refusals');

-- What a tenant may use beyond what its plan includes: granted once, burnt in an order, gone at a moment. What moved a grant stands in a ledger that is only added to.
create table entitlements.credits (
  tenant_id      text not null,
  credit_id      text not null,
  feature        text not null,  -- a counter's key
  amount         numeric(24,6) not null check (amount > (0)),
  spent          numeric(24,6) not null default 0,  -- less what was refunded
  priority       int not null,  -- smaller is burnt first; then what ends earlier; then the older
  is_promotional boolean not null,
  expires_at     timestamptz,  -- from then on it grants nothing, without anybody closing it; null for no end
  rollover       numeric(24,6) check (rollover > (0)),  -- so much of what is left at its end goes over into the next period, once; null for nothing
  rolled_from    text,  -- the grant that it was left of
  reason         text,  -- in the owner's words; null once the tenant is anonymised
  opened_by      text not null,  -- the run that granted it; of what went over, too
  opened_at      timestamptz not null,
  closed_as      text check (closed_as in ('expired', 'voided')),
  closed_by      text,  -- a run, or its end
  closed_at      timestamptz,
  primary key (tenant_id, credit_id),
  check ((spent >= (0)) and (spent <= amount)),
  check ((closed_as is null) = (closed_by is null))
) with (fillfactor=70);
create unique index credits_by_id on entitlements.credits (credit_id);
create index credits_open on entitlements.credits (tenant_id, feature, priority, expires_at, opened_at, credit_id) where closed_by is null;
create index credits_by_end on entitlements.credits (expires_at) where (closed_by is null) and (expires_at is not null);
create index credits_by_run on entitlements.credits (opened_by);
call core.protect_table('entitlements.credits');
call core.show_in_portal('entitlements.credits', 'tenant_id', 'credit_id', 'feature', 'amount', 'spent', 'priority', 'is_promotional', 'expires_at', 'rollover', 'opened_at', 'closed_by');

-- Of each grant: granted - spent + refunded - expired - voided + restored is what is left of it.
create table entitlements.credit_movements (
  tenant_id      text not null,
  movement       bigint generated always as identity,
  credit_id      text not null,
  feature        text not null,
  kind           text not null check (kind in ('granted', 'spent', 'refunded', 'expired', 'voided', 'restored')),
  amount         numeric(24,6) not null check (amount > (0)),
  at             timestamptz not null default clock_timestamp(),
  period_start   timestamptz,  -- with the feature the row of use that was paid for; null for what pays for none
  claim_key      text,  -- of the claim that was paid for; null where it had none
  reservation_id text,  -- that was committed
  refund_of      bigint,  -- the spending that it gives back; null for what gives none back
  run_id         text,  -- that decided it; null for what was claimed, and for an end
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

-- What has happened already is counted where it happened, while that period is open or was until a moment ago; what comes later goes to the period that runs, and is written down here, so that it is explained.
create table entitlements.adjustments (
  tenant_id    text not null,
  adjustment   bigint generated always as identity,
  feature      text not null,
  period_start timestamptz not null,  -- with the feature the row that counts it
  happened_at  timestamptz not null,  -- in a period before
  amount       numeric(24,6) not null check (amount > (0)),
  refunded     numeric(24,6),  -- so much of it was given back; null for nothing
  claim_key    text,  -- that it was counted under; null where it had none
  at           timestamptz not null,
  primary key (tenant_id, adjustment)
);
create index adjustments_by_period on entitlements.adjustments (tenant_id, feature, period_start);
create index adjustments_by_claim on entitlements.adjustments (tenant_id, claim_key) where claim_key is not null;
create index adjustments_by_age on entitlements.adjustments using brin (at);
call core.protect_table('entitlements.adjustments');
call core.show_in_portal('entitlements.adjustments', 'tenant_id', 'feature', 'period_start', 'amount', 'refunded');

-- Tenants whose members, sessions, meters or plans changed since the use of their features was counted from them.
create table entitlements.reported_stale (
  id text primary key  -- of the tenant; a row is removed before its tenant is looked at
);
call core.protect_global_table('entitlements.reported_stale');
grant select on entitlements.reported_stale to oc_console;

-- Revision of plans and features that all tenants were counted for.
create table entitlements.reported_counted (
  one      boolean primary key default true check (one),
  revision bigint not null
);
call core.protect_global_table('entitlements.reported_counted');
grant select on entitlements.reported_counted to oc_console;

select set_config('app.intake', 'migration', true);
insert into entitlements.reported_counted (revision) values (0);
