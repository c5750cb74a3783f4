-- Which run ended a dead letter, so that it can be taken back, and when the event was handed in again.
alter table core.dead_letters add column ended_by text;
alter table core.dead_letters add column retaken_at timestamptz;
create index dead_letters_ended on core.dead_letters (ended_by) where ended_by is not null;
