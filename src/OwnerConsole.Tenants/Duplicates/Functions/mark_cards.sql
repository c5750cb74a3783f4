-- Marks tenants whose cards can have changed: Stripe's customers are written again with each change of a payment method, and with all their other changes.
create or replace function duplicates.mark_cards() returns trigger language plpgsql as $$
begin
  insert into duplicates.stale_cards as d (tenant_id)
  select distinct c.tenant_id from changed c
   where c.tenant_id <> 'tnt_platform' and c.mode = 'live' and c.card is not null
   order by 1
  on conflict (tenant_id) do update set marks = d.marks + 1;
  return null;
end $$;

-- A console can be built without the module that has the customers.
do $$
begin
  if to_regclass('billing.customers') is null then
    return;
  end if;
  create or replace trigger mark_duplicates_in after insert on billing.customers referencing new table as changed for each statement execute function duplicates.mark_cards();
  create or replace trigger mark_duplicates_out after delete on billing.customers referencing old table as changed for each statement execute function duplicates.mark_cards();
  create or replace trigger mark_duplicates_from after update on billing.customers referencing old table as changed for each statement execute function duplicates.mark_cards();
  create or replace trigger mark_duplicates_to after update on billing.customers referencing new table as changed for each statement execute function duplicates.mark_cards();
end $$;
