-- An endpoint is the platform's and hears of all its tenants: who is bound to some sees where it is and how it fares, and of its deliveries those about them.
do $$
declare shown text;
begin
  foreach shown in array array['endpoints', 'filters', 'disabled', 'health'] loop
    execute format('create policy platforms on webhooks.%I for select to oc_bound using (tenant_id = ''tnt_platform'')', shown);
  end loop;
end $$;
