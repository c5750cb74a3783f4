-- A price may be for those alone who take the plan from then on: whoever held it before keeps what they pay. What was written down before this was for everybody.
alter table core.plan_prices
  add column holders_at   timestamptz default '-infinity', -- from then on those pay it, too, who took the plan before it; null for never
  add column due_at       timestamptz,                     -- the same while it is to come: whoever counts money looks again then
  add column withdrawn_at timestamptz;                     -- an undo has taken it back: nobody pays it from then on
create index plan_prices_due on core.plan_prices (due_at) where due_at is not null;

-- Another number of the same plan, and an undo, leave the version that is held.
alter table core.plan_items
  add column taken_at timestamptz;                         -- as if the plan had been taken then; null in what is older than this: since it is held
