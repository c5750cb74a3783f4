-- Records how each statement changes the number of tenants by status, so that they are counted without locking a shared row.
create or replace function core.record_status_changes() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into core.status_changes (mode, status, tenants) select mode, status, count(*) from now_rows group by 1, 2;
  elsif tg_op = 'DELETE' then
    insert into core.status_changes (mode, status, tenants) select mode, status, -count(*) from old_rows group by 1, 2;
  else
    insert into core.status_changes (mode, status, tenants)
    select mode, status, sum(one) from (select mode, status, 1 as one from now_rows union all select mode, status, -1 from old_rows) r
     group by 1, 2 having sum(one) <> 0;
  end if;
  return null;
end $$;

create or replace trigger record_status_changes_in after insert on core.tenant_status referencing new table as now_rows for each statement execute function core.record_status_changes();
create or replace trigger record_status_changes_up after update on core.tenant_status referencing old table as old_rows new table as now_rows for each statement execute function core.record_status_changes();
create or replace trigger record_status_changes_out after delete on core.tenant_status referencing old table as old_rows for each statement execute function core.record_status_changes();
