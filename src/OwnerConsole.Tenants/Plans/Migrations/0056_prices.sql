-- What plans cost is known to whoever counts money, by key and time. The first price of a key holds since ever; a plan that was taken back never had one.
select set_config('app.intake', 'migration', true);
insert into core.plan_prices (plan, from_at, to_at, amount, currency, unit, opened_by, closed_by)
select key, case when place = 1 then '-infinity' else opened_at end, to_at, amount, currency, interval, opened_by, closed_by
  from (
    select p.key, t.opened_at, least(t.closed_at, lead(t.opened_at) over by_key) as to_at, t.amount, t.currency, t.interval, t.opened_by,
           coalesce(t.closed_by, lead(t.opened_by) over by_key) as closed_by, row_number() over by_key as place
      from plans.plans p join plans.terms t using (plan_id)
     where exists (select 1 from plans.terms o where o.plan_id = p.plan_id and o.closed_by is null)
    window by_key as (partition by p.key order by t.opened_at)) terms
 where to_at is null or to_at > opened_at;
