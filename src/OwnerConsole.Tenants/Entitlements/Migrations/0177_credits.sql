-- What a tenant may use beyond what its plan includes: granted once, burnt in an order, gone at a moment. What moved a grant stands in a ledger that is only added to.
create table entitlements.credits (
  tenant_id      text not null,
  credit_id      text not null,
  feature        text not null,          -- a counter's key
  amount         numeric(24, 6) not null check (amount > 0),
  spent          numeric(24, 6) not null default 0 check (spent between 0 and amount), -- less what was refunded
  priority       int not null,           -- smaller is burnt first; then what ends earlier; then the older
  is_promotional boolean not null,
  expires_at     timestamptz,            -- from then on it grants nothing, without anybody closing it; null for no end
  rollover       numeric(24, 6) check (rollover > 0), -- so much of what is left at its end goes over into the next period, once; null for nothing
  rolled_from    text,                   -- the grant that it was left of
  reason         text,                   -- in the owner's words; null once the tenant is anonymised
  opened_by      text not null,          -- the run that granted it; of what went over, too
  opened_at      timestamptz not null,
  closed_as      text check (closed_as in ('expired', 'voided')),
  closed_by      text,                   -- a run, or its end
  closed_at      timestamptz,
  primary key (tenant_id, credit_id),
  check ((closed_as is null) = (closed_by is null))
) with (fillfactor = 70);
create unique index credits_by_id on entitlements.credits (credit_id);
create index credits_open on entitlements.credits (tenant_id, feature, priority, expires_at, opened_at, credit_id) where closed_by is null;
create index credits_by_end on entitlements.credits (expires_at) where closed_by is null and expires_at is not null;
create index credits_by_run on entitlements.credits (opened_by);
call core.own('entitlements.credits');

-- Of each grant: granted - spent + refunded - expired - voided + restored is what is left of it.
create table entitlements.credit_movements (
  tenant_id      text not null,
  movement       bigint generated always as identity,
  credit_id      text not null,
  feature        text not null,
  kind           text not null check (kind in ('granted', 'spent', 'refunded', 'expired', 'voided', 'restored')),
  amount         numeric(24, 6) not null check (amount > 0),
  at             timestamptz not null default clock_timestamp(),
  period_start   timestamptz,            -- with the feature the row of use that was paid for; null for what pays for none
  claim_key      text,                   -- of the claim that was paid for; null where it had none
  reservation_id text,                   -- that was committed
  refund_of      bigint,                 -- the spending that it gives back; null for what gives none back
  run_id         text,                   -- that decided it; null for what was claimed, and for an end
  primary key (tenant_id, movement)
);
create index credit_movements_by_credit on entitlements.credit_movements (tenant_id, credit_id, movement);
create index credit_movements_by_claim on entitlements.credit_movements (tenant_id, claim_key) where claim_key is not null;
create index credit_movements_by_reservation on entitlements.credit_movements (tenant_id, reservation_id) where reservation_id is not null;
create index credit_movements_by_refund on entitlements.credit_movements (tenant_id, refund_of) where refund_of is not null;
create index credit_movements_by_run on entitlements.credit_movements (run_id) where run_id is not null;
call core.own('entitlements.credit_movements');
revoke update on entitlements.credit_movements from oc_app;

-- The copy of the limit knows where credits begin and how far they reach; both are null where there are none. What was burnt from them stays room for what it paid for.
alter table entitlements.usage
  add column included numeric(24, 6),                    -- used beyond it is burnt from credits
  add column credited numeric(24, 6),                    -- what credits are worth in this period: what was burnt, and what was left
  add column burnt    numeric(24, 6) not null default 0 check (burnt >= 0);

-- What is used of a limit is what credits don't pay for: who uses credits alone comes near none. A claim adds first and burns then; what lies beyond what is included is burnt in a moment.
create function entitlements.of_limit(used numeric, included numeric, burnt numeric) returns numeric language sql immutable as $$
  select least(used - burnt, included)
$$;
create or replace function entitlements.reached() returns trigger language plpgsql as $$
begin
  insert into entitlements.thresholds as t (tenant_id, feature, period_start, period_end, threshold, allows, used, reached_at)
  select new.tenant_id, new.feature, new.period_start, new.period_end, s.threshold, new.allows, entitlements.of_limit(new.used, new.included, new.burnt), now()
    from unnest(array[80, 90, 100]) s(threshold)
   where s.threshold <= entitlements.threshold(entitlements.of_limit(new.used, new.included, new.burnt), new.allows)
  on conflict (tenant_id, feature, period_start, threshold) do update
     set allows = excluded.allows, used = excluded.used, reached_at = excluded.reached_at, told_at = null
   where t.allows <> excluded.allows;
  return null;
end $$;
drop trigger reached on entitlements.usage;
create trigger reached after update on entitlements.usage for each row
  when (entitlements.threshold(entitlements.of_limit(new.used, new.included, new.burnt), new.allows)
        > case when new.allows = old.allows then entitlements.threshold(entitlements.of_limit(old.used, old.included, old.burnt), old.allows) else 0 end)
  execute function entitlements.reached();

-- So much of what was counted under a key was given back, and by which run; null for nothing, and where the application did.
alter table entitlements.claims
  add column refunded    numeric(24, 6),
  add column refunded_by text;
create index claims_refunded on entitlements.claims (tenant_id, refunded_by) where refunded_by is not null;

-- Burning changes nothing that a copy doesn't know; a grant, and its end before its time, do.
create function entitlements.tenant_moved() returns trigger language plpgsql as $$
begin
  insert into entitlements.revisions as r (tenant_id, revision) values (new.tenant_id, 1)
  on conflict (tenant_id) do update set revision = r.revision + 1;
  return null;
end $$;
create trigger moved_on_insert after insert on entitlements.credits referencing new table as changed for each statement execute function entitlements.tenants_moved();
create trigger moved_on_update after update on entitlements.credits for each row
  when (new.closed_by is distinct from old.closed_by) execute function entitlements.tenant_moved();

grant select (included, credited, burnt) on entitlements.usage to oc_portal;
call core.show_in_portal('entitlements.credits',
  'tenant_id', 'credit_id', 'feature', 'amount', 'spent', 'priority', 'is_promotional', 'expires_at', 'rollover', 'opened_at', 'closed_by');
