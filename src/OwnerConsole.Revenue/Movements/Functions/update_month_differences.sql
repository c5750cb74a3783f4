-- Keeps movements.month_differences equal to the sum of all differences, whichever code writes them.
create or replace function movements.update_month_differences() returns trigger language plpgsql as $$
declare sign int := case tg_op when 'INSERT' then 1 else -1 end;
begin
  insert into movements.month_differences as s (mode, currency, month, kind, delta_minor, n)
  select r.mode, r.currency, r.month, r.kind, sign * sum(r.delta_minor), sign * count(*)
    from changed r
   group by 1, 2, 3, 4
   order by 1, 2, 3, 4
  on conflict (mode, currency, month, kind) do update set delta_minor = s.delta_minor + excluded.delta_minor, n = s.n + excluded.n;
  delete from movements.month_differences where n = 0;
  return null;
end $$;

create or replace trigger update_month_differences_in after insert on movements.differences referencing new table as changed for each statement execute function movements.update_month_differences();
create or replace trigger update_month_differences_out after delete on movements.differences referencing old table as changed for each statement execute function movements.update_month_differences();
