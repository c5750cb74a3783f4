-- The mode of the tenant of a ticket. A ticket of a test tenant never replaces one of a live tenant that has the same ID.
alter table support_tickets.tickets add column mode text not null default 'live' check (mode in ('live', 'test'));
drop index support_tickets.tickets_by_id;
create unique index tickets_by_id on support_tickets.tickets (mode, ticket_id);
create index tickets_of_mode on support_tickets.tickets (mode, opened_at, ticket_id);
