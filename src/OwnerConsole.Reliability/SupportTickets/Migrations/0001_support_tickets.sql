-- Support tickets: times, priority and link of the tickets that the help desk reports, from which SLAs are measured.
create schema support_tickets;
grant usage on schema support_tickets to oc_app, oc_console;

-- A ticket of the help desk. It has no subject, no text and no person.
create table support_tickets.tickets (
  tenant_id      text not null,
  ticket_id      text not null,  -- ID in the help desk, which is unique on the platform
  priority       text not null check (priority in ('low', 'normal', 'high', 'urgent')),
  opened_at      timestamptz not null,
  first_reply_at timestamptz,  -- null before
  resolved_at    timestamptz,  -- null while it is open, and again after it was reopened
  reopened_at    timestamptz,  -- when it was last reopened; null if never
  url            text,  -- page of the ticket in the help desk
  updated_at     timestamptz not null,  -- by the clock of the help desk; a report never replaces a later one
  primary key (tenant_id, ticket_id)
);
create unique index tickets_by_id on support_tickets.tickets (ticket_id);
create index tickets_in_order on support_tickets.tickets (opened_at, ticket_id);
create index tickets_of_tenant on support_tickets.tickets (tenant_id, opened_at, ticket_id);
create index tickets_open on support_tickets.tickets (tenant_id, opened_at, ticket_id) where resolved_at is null;
call core.protect_table('support_tickets.tickets');
