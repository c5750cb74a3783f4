-- Protects a table that belongs to no tenant: only runs and intakes can write to it. Row-level security is not enabled.
create or replace procedure core.protect_global_table(owned regclass) language plpgsql as $$
begin
  execute format('create trigger require_write_origin before insert or update or delete on %s for each statement execute function core.require_write_origin()', owned);
  execute format('grant select, insert, update, delete on %s to oc_app', owned);
end $$;
