-- What was rejected for one reason is listed by itself.
create index dead_letters_by_reason on core.dead_letters (population, reason, letter_id desc) where ended_at is null;
