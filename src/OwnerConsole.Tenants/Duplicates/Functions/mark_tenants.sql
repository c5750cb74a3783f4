-- Marks tenants to compare again when a value changes that they are compared by. Old and new rows are subtracted, as for members.
create or replace function duplicates.mark_tenants() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into duplicates.stale as d (tenant_id, id)
    select n.tenant_id, n.tenant_id from now_rows n order by 1
    on conflict (tenant_id, id) do update set marks = d.marks + 1;
  else
    insert into duplicates.stale as d (tenant_id, id)
    select c.tenant_id, c.tenant_id
      from (select n.tenant_id, n.name, n.contact_email, n.stripe_customer_ids from now_rows n
            except
            select o.tenant_id, o.name, o.contact_email, o.stripe_customer_ids from old_rows o) c
     order by 1
    on conflict (tenant_id, id) do update set marks = d.marks + 1;
  end if;
  return null;
end $$;

create or replace trigger mark_duplicates_in after insert on core.tenants referencing new table as now_rows for each statement execute function duplicates.mark_tenants();
create or replace trigger mark_duplicates_up after update on core.tenants referencing old table as old_rows new table as now_rows for each statement execute function duplicates.mark_tenants();
