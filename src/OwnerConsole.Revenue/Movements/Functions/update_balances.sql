-- Keeps movements.balances equal to the sum of all movements, whichever code writes them.
create or replace function movements.update_balances() returns trigger language plpgsql as $$
declare sign int := case tg_op when 'INSERT' then 1 else -1 end;
begin
  insert into movements.balances as s (tenant_id, currency, plan, mode, delta_minor)
  select r.tenant_id, r.currency, r.plan, min(r.mode), sign * sum(r.delta_minor)
    from changed r
   group by 1, 2, 3
  having sum(r.delta_minor) <> 0
   order by 1, 2, 3
  on conflict (tenant_id, currency, plan) do update set delta_minor = s.delta_minor + excluded.delta_minor;
  delete from movements.balances where delta_minor = 0;
  return null;
end $$;

create or replace trigger update_balances_in after insert on movements.movements referencing new table as changed for each statement execute function movements.update_balances();
create or replace trigger update_balances_out after delete on movements.movements referencing old table as changed for each statement execute function movements.update_balances();
