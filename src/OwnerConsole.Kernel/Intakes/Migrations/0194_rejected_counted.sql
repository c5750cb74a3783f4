-- With the tenant, which every query names, they are counted from the index; without it each was read whole, with its body.
drop index core.dead_letters_by_reason;
create index dead_letters_by_reason on core.dead_letters (tenant_id, population, reason, letter_id desc) where ended_at is null;
