-- What was paid for, as the application says. Its own id makes a purchase one, however often it is reported; the last report counts.
create table core.purchases (
  tenant_id   text not null,
  purchase_id text not null,                               -- the application's own
  at          timestamptz not null,
  amount      bigint not null check (amount >= 0),         -- in the smallest unit, of all of it
  currency    text not null,
  name        text,                                        -- what it was, in the application's words
  plan        text,                                        -- the key of the plan that it pays for
  quantity    int not null default 1 check (quantity > 0),
  from_at     timestamptz,                                 -- the time that it pays for; without one it is paid once
  to_at       timestamptz check (to_at > from_at),
  member_id   text,                                        -- who bought it
  primary key (tenant_id, purchase_id)
);
create index purchases_by_time on core.purchases (at, tenant_id, purchase_id);
create index purchases_of_tenant on core.purchases (tenant_id, at, purchase_id);
call core.own('core.purchases');

-- The list of everything sold reads plans by when they began.
create index plan_items_by_time on core.plan_items (from_at, tenant_id, plan);

-- An instant out of what somebody said; null when it is none.
create function core.instant(said text) returns timestamptz language plpgsql stable parallel safe as $$
begin
  return said::timestamptz;
exception when data_exception then
  return null;
end $$;
