-- How many tenants have each status, without counting them: every change of a status leaves how many more or fewer have it, and what is asked for is the sum.
-- A number that is changed in place would be held by whoever decides until they commit, and everybody else would wait for them.
create table core.status_moves (
  move_id    bigint generated always as identity primary key,
  population text not null,
  status     text not null,
  tenants    bigint not null                -- more, or fewer
);
call core.own_global('core.status_moves');
grant select on core.status_moves to oc_console;

create function core.keep_status_moves() returns trigger language plpgsql as $$
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

create trigger keep_status_moves_in after insert on core.tenant_status referencing new table as now_rows for each statement execute function core.keep_status_moves();
create trigger keep_status_moves_up after update on core.tenant_status referencing old table as old_rows new table as now_rows for each statement execute function core.keep_status_moves();
create trigger keep_status_moves_out after delete on core.tenant_status referencing old table as old_rows for each statement execute function core.keep_status_moves();

-- What stands. The owner of the tables is held to row-level security like everybody.
select set_config('app.intake', 'migration', true);
alter table core.tenant_status no force row level security;
insert into core.status_moves (population, status, tenants) select population, status, count(*) from core.tenant_status group by 1, 2;
alter table core.tenant_status force row level security;
