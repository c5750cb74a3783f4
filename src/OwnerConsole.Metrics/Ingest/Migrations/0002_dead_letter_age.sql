-- The retention page and its job find rejected events by their age.
create index dead_letters_by_age on core.dead_letters (tenant_id, received_at);
