-- Marks tenants, plans, prices and currencies whose revenue must be recalculated when plan items, lifecycles, prices, subscriptions or exchange rates change.
create or replace function core.mark_stale_revenue() returns trigger language plpgsql as $$
declare ids text[]; moments timestamptz[];
begin
  if tg_table_name = 'price_plans' then
    -- a price was mapped to another plan: all revenue that was ever paid with it moves
    select array_agg(r.price_id), array_agg('-infinity'::timestamptz) into ids, moments from now_rows r;
  elsif tg_table_name = 'exchange_rates' then
    if tg_op = 'INSERT' then
      select array_agg(r.currency), array_agg(r.day::timestamptz) into ids, moments from now_rows r;
    else
      select array_agg(r.currency), array_agg(r.day::timestamptz) into ids, moments
        from (select currency, day, per_euro, closed_by from old_rows except select currency, day, per_euro, closed_by from now_rows) r;
    end if;
  elsif tg_table_name = 'plan_prices' then
    case tg_op
      when 'INSERT' then select array_agg(r.plan), array_agg(r.from_at) into ids, moments from now_rows r;
      when 'DELETE' then select array_agg(r.plan), array_agg(r.from_at) into ids, moments from old_rows r;
      else
        select array_agg(r.plan), array_agg(coalesce(r.to_at, 'infinity')) into ids, moments
          from (select plan, to_at from old_rows union all select plan, to_at from now_rows) r;
    end case;
  else
    case tg_op
      when 'INSERT' then select array_agg(r.tenant_id), array_agg(r.from_at) into ids, moments from now_rows r;
      when 'DELETE' then select array_agg(r.tenant_id), array_agg(r.from_at) into ids, moments from old_rows r;
      -- a row was closed or reopened: only revenue from the earlier end on can change
      else
        select array_agg(r.tenant_id), array_agg(coalesce(r.to_at, 'infinity')) into ids, moments
          from (select tenant_id, to_at from old_rows union all select tenant_id, to_at from now_rows) r;
    end case;
  end if;
  if ids is not null then
    insert into core.stale_revenue as d (kind, id, since)
    select case tg_table_name when 'plan_prices' then 'plan' when 'price_plans' then 'price' when 'exchange_rates' then 'currency' else 'tenant' end, m.id, min(m.moment)
      from unnest(ids, moments) m(id, moment)
     group by m.id
     order by m.id
    on conflict (kind, id) do update set since = least(d.since, excluded.since), marks = d.marks + 1, reached = '';
  end if;
  return null;
end $$;

create or replace trigger mark_stale_revenue_in after insert on core.plan_items referencing new table as now_rows for each statement execute function core.mark_stale_revenue();
create or replace trigger mark_stale_revenue_up after update on core.plan_items referencing old table as old_rows new table as now_rows for each statement execute function core.mark_stale_revenue();
create or replace trigger mark_stale_revenue_out after delete on core.plan_items referencing old table as old_rows for each statement execute function core.mark_stale_revenue();
create or replace trigger mark_stale_revenue_in after insert on core.lifecycles referencing new table as now_rows for each statement execute function core.mark_stale_revenue();
create or replace trigger mark_stale_revenue_up after update on core.lifecycles referencing old table as old_rows new table as now_rows for each statement execute function core.mark_stale_revenue();
create or replace trigger mark_stale_revenue_out after delete on core.lifecycles referencing old table as old_rows for each statement execute function core.mark_stale_revenue();
create or replace trigger mark_stale_revenue_in after insert on core.plan_prices referencing new table as now_rows for each statement execute function core.mark_stale_revenue();
create or replace trigger mark_stale_revenue_up after update on core.plan_prices referencing old table as old_rows new table as now_rows for each statement execute function core.mark_stale_revenue();
create or replace trigger mark_stale_revenue_out after delete on core.plan_prices referencing old table as old_rows for each statement execute function core.mark_stale_revenue();
