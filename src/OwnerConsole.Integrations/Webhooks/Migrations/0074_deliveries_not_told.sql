-- Few deliveries are not told: a list of them finds them without reading those that were.
create index deliveries_not_told on webhooks.deliveries (state, made_at desc, delivery_id desc) where state <> 'succeeded';
