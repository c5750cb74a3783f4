-- A delivery is looked for by its tenant, its event or its ids: the newest of each are read from an index, however many there were.
create index deliveries_by_tenant on webhooks.deliveries (tenant_id, made_at desc, delivery_id desc);
create index deliveries_by_event on webhooks.deliveries (event, made_at desc, delivery_id desc);
create index deliveries_by_id on webhooks.deliveries (delivery_id);
create index deliveries_by_event_id on webhooks.deliveries (event_id);
