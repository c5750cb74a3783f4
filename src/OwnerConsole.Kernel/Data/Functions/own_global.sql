--# For tables that belong to no tenant: the door and the rows, without row-level security.
create or replace procedure core.own_global(owned regclass) language plpgsql as $$
begin
  execute format('create trigger through_a_door before insert or update or delete on %s for each statement execute function core.through_a_door()', owned);
  execute format('grant select, insert, update, delete on %s to oc_app', owned);
end $$;
