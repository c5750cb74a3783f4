create or replace function movements.keep_standing() returns trigger language plpgsql as $$
declare sign int := case tg_op when 'INSERT' then 1 else -1 end;
begin
  insert into movements.standing as s (tenant_id, currency, plan, population, delta_minor)
  select r.tenant_id, r.currency, r.plan, min(r.population), sign * sum(r.delta_minor)
    from changed r
   group by 1, 2, 3
  having sum(r.delta_minor) <> 0
   order by 1, 2, 3
  on conflict (tenant_id, currency, plan) do update set delta_minor = s.delta_minor + excluded.delta_minor;
  delete from movements.standing where delta_minor = 0;
  return null;
end $$;

create or replace trigger keep_standing_in after insert on movements.movements referencing new table as changed for each statement execute function movements.keep_standing();
create or replace trigger keep_standing_out after delete on movements.movements referencing old table as changed for each statement execute function movements.keep_standing();
