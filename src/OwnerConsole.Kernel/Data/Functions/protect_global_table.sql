-- For tables that belong to no tenant: the door and the rows, without row-level security.
create or replace procedure core.protect_global_table(owned regclass) language plpgsql as $$
begin
  execute format('create trigger require_write_origin before insert or update or delete on %s for each statement execute function core.require_write_origin()', owned);
  execute format('grant select, insert, update, delete on %s to oc_app', owned);
end $$;
