create or replace function core.keep_status_moves() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into core.status_moves (population, status, tenants) select population, status, count(*) from now_rows group by 1, 2;
  elsif tg_op = 'DELETE' then
    insert into core.status_moves (population, status, tenants) select population, status, -count(*) from old_rows group by 1, 2;
  else
    insert into core.status_moves (population, status, tenants)
    select population, status, sum(one) from (select population, status, 1 as one from now_rows union all select population, status, -1 from old_rows) r
     group by 1, 2 having sum(one) <> 0;
  end if;
  return null;
end $$;

create or replace trigger keep_status_moves_in after insert on core.tenant_status referencing new table as now_rows for each statement execute function core.keep_status_moves();
create or replace trigger keep_status_moves_up after update on core.tenant_status referencing old table as old_rows new table as now_rows for each statement execute function core.keep_status_moves();
create or replace trigger keep_status_moves_out after delete on core.tenant_status referencing old table as old_rows for each statement execute function core.keep_status_moves();
