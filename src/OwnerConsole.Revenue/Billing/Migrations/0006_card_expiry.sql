-- Expiry of the default card, for the list of things that need attention.
alter table billing.customers add column card_ends_at date;  -- first day after the last month in which the card is valid; null if it isn't a card
create index customers_card_ends on billing.customers (mode, card_ends_at) where card_ends_at is not null and deleted_at is null;
