create or replace procedure core.own(owned regclass) language plpgsql as $$
begin
  execute format('create trigger through_a_door before insert or update or delete on %s for each statement execute function core.through_a_door()', owned);
  execute format('alter table %s enable row level security', owned);
  execute format('alter table %s force row level security', owned);
  execute format('create policy named_tenants on %s to oc_app, oc_bound using (tenant_id in (select unnest(core.named_tenants()))) with check (tenant_id in (select unnest(core.named_tenants())))', owned);
  execute format('create policy console on %s for select to oc_console using (true)', owned);
  execute format('grant select, insert, update, delete on %s to oc_app', owned);
  execute format('grant select on %s to oc_console, oc_bound', owned);
  execute format('grant usage on schema %s to oc_bound', (select relnamespace::regnamespace from pg_class where oid = owned));
end $$;
