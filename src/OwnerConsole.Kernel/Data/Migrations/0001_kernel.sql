-- The ground every module stands on: schemas, what each role may do, the door that every owned row is written through.
create extension if not exists pg_trgm with schema public;

create schema core;
create schema work;
create schema auth;
grant usage on schema core, work, auth to oc_app;
grant usage on schema core, work to oc_console;
grant usage on schema core to oc_sequencer;

-- The tenants this transaction named; a policy reads it once per statement. Unset answers nothing, so a forgotten context sees no rows.
create function core.named_tenants() returns text[] language sql stable parallel safe
  return coalesce(string_to_array(nullif(current_setting('app.tenant', true), ''), ','), '{}');

create function core.through_a_door() returns trigger language plpgsql as $$
begin
  if coalesce(nullif(current_setting('app.run', true), ''), nullif(current_setting('app.intake', true), '')) is null then
    raise exception '%.% is written by a run or an intake only', tg_table_schema, tg_table_name using errcode = '42501';
  end if;
  return null;
end $$;

-- Everything a table of tenants' rows owes: the door, row-level security, rows for the application, reading for the console.
create procedure core.own(owned regclass) language plpgsql as $$
begin
  execute format('create trigger through_a_door before insert or update or delete on %s for each statement execute function core.through_a_door()', owned);
  execute format('alter table %s enable row level security', owned);
  execute format('alter table %s force row level security', owned);
  execute format('create policy named_tenants on %s to oc_app using (tenant_id = any ((select core.named_tenants())::text[])) with check (tenant_id = any ((select core.named_tenants())::text[]))', owned);
  execute format('create policy console on %s for select to oc_console using (true)', owned);
  execute format('grant select, insert, update, delete on %s to oc_app', owned);
  execute format('grant select on %s to oc_console', owned);
end $$;
