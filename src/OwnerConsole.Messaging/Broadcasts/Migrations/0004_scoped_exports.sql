-- Those with access to some tenants only read the broadcasts that these tenants received, as their exports do.
create policy delivered on broadcasts.broadcasts for select to oc_bound
  using (tenant_id = 'tnt_platform' and exists (select from broadcasts.recipients r where r.broadcast_id = broadcasts.broadcast_id and r.tenant_id in (select unnest(core.tenant_scope()))));
