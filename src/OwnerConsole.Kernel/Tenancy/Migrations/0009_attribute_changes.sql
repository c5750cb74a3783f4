-- Finds changes of an attribute by their time, for automations that such a change starts.
create index attributes_by_time on core.attributes (name, from_at);
create index attributes_ended on core.attributes (name, to_at) where to_at is not null;
