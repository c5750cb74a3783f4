-- Makes columns of a table readable in the portal, limited to the rows of the signed-in tenant.
create or replace procedure core.show_in_portal(shown regclass, variadic columns text[]) language plpgsql as $$
begin
  execute format('create policy portal on %s for select to oc_portal using (tenant_id in (select unnest(core.tenant_scope())))', shown);
  execute format('grant select (%s) on %s to oc_portal', (select string_agg(quote_ident(c), ', ') from unnest(columns) c), shown);
  execute format('grant usage on schema %s to oc_portal', (select relnamespace::regnamespace from pg_class where oid = shown));
end $$;
