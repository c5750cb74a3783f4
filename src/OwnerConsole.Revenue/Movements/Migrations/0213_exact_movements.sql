-- A twelfth of a yearly price was rounded for each tenant before it was added up. Fractions are kept; what is shown is rounded once.
-- The owner of the tables is held to row-level security like everyone.
alter table movements.movements alter column delta_minor type numeric;
alter table movements.mrr_month alter column delta_minor type numeric;
alter table movements.standing alter column delta_minor type numeric;

select set_config('app.intake', 'migration', true);
alter table core.plan_items no force row level security;
insert into core.money_dirt (kind, id, since)
select distinct 'tenant', i.tenant_id, '-infinity'::timestamptz
  from core.plan_items i join core.plan_prices p on p.plan = i.plan and p.unit <> 'month'
on conflict (kind, id) do update set since = excluded.since;
alter table core.plan_items force row level security;
