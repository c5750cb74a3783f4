-- An endpoint counts as connected once it has accepted a delivery.
alter table webhooks.health add column delivered_at timestamptz; -- when it last accepted one; null before the first
select set_config('app.intake', 'migration', true);
alter table webhooks.health no force row level security; -- the owner of the tables is held to it like everyone
alter table webhooks.deliveries no force row level security;
update webhooks.health h
   set delivered_at = (select max(d.ended_at) from webhooks.deliveries d where d.tenant_id = h.tenant_id and d.endpoint_id = h.endpoint_id and d.state = 'succeeded');
alter table webhooks.deliveries force row level security;
alter table webhooks.health force row level security;
