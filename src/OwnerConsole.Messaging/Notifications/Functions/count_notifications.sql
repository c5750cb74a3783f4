-- Updates the numbers of messages when notifications are delivered, read, clicked or withdrawn.
create or replace function notifications.count_delivered() returns trigger language plpgsql as $$
begin
  insert into notifications.counts as c (tenant_id, message_id, delivered)
  select tenant_id, message_id, count(*) from added group by tenant_id, message_id order by tenant_id, message_id
  on conflict (tenant_id, message_id) do update set delivered = c.delivered + excluded.delivered;
  return null;
end $$;

create or replace function notifications.count_changed() returns trigger language plpgsql as $$
begin
  insert into notifications.counts as c (tenant_id, message_id, read, clicked, withdrawn)
  select n.tenant_id, n.message_id,
         sum((n.read_at is not null)::int - (o.read_at is not null)::int),
         sum((n.clicked_at is not null)::int - (o.clicked_at is not null)::int),
         sum((n.closed_by is not null)::int - (o.closed_by is not null)::int)
    from after n join before o using (tenant_id, notification_id)
   group by n.tenant_id, n.message_id
   order by n.tenant_id, n.message_id
  on conflict (tenant_id, message_id) do update
     set read = c.read + excluded.read, clicked = c.clicked + excluded.clicked, withdrawn = c.withdrawn + excluded.withdrawn;
  return null;
end $$;

create or replace trigger count_delivered after insert on notifications.notifications
  referencing new table as added for each statement execute function notifications.count_delivered();
create or replace trigger count_changed after update on notifications.notifications
  referencing old table as before new table as after for each statement execute function notifications.count_changed();
