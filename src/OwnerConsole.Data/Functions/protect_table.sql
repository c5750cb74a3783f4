-- Protects a table with tenant data: only runs and intakes can write to it, and row-level security limits rows to the tenants in scope.
create or replace procedure core.protect_table(owned regclass) language plpgsql as $$
begin
  execute format('create trigger require_write_origin before insert or update or delete on %s for each statement execute function core.require_write_origin()', owned);
  execute format('alter table %s enable row level security', owned);
  execute format('alter table %s force row level security', owned);
  execute format('create policy tenant_scope on %s to oc_app, oc_bound using (tenant_id in (select unnest(core.tenant_scope()))) with check (tenant_id in (select unnest(core.tenant_scope())))', owned);
  execute format('create policy console on %s for select to oc_console using (true)', owned);
  execute format('grant select, insert, update, delete on %s to oc_app', owned);
  execute format('grant select on %s to oc_console, oc_bound', owned);
  execute format('grant usage on schema %s to oc_bound', (select relnamespace::regnamespace from pg_class where oid = owned));
end $$;
