-- Keeps movements.unconverted equal to the number of rows without a rate, whichever code writes them.
create or replace function movements.count_unconverted() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and old.missing_day is not null then
    update movements.unconverted u set tenants = u.tenants - 1 where u.mode = old.mode and u.currency = old.currency;
  end if;
  if tg_op <> 'DELETE' and new.missing_day is not null then
    insert into movements.unconverted as u (mode, currency, tenants) values (new.mode, new.currency, 1)
    on conflict (mode, currency) do update set tenants = u.tenants + 1;
  end if;
  return null;
end $$;

create or replace trigger count_unconverted after insert or update or delete on movements.currencies for each row execute function movements.count_unconverted();
