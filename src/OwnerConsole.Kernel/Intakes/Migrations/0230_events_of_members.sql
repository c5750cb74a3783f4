-- A person's timeline shows their events, the newest first; without this each look would read every event that is kept.
create index events_of_member on core.events (tenant_id, member, at desc) where member is not null;
