-- A comparison can be limited to some customers, each of which has its own lists.
alter table reconciliation.runs drop constraint runs_kind_check, add constraint runs_kind_check check (kind in ('events', 'full', 'customers'));
alter table reconciliation.run_lists
  add column customer text not null default '',  -- cus_… whose objects are listed; empty for all objects
  drop constraint run_lists_pkey, add primary key (tenant_id, run_id, type, customer);
create index run_lists_customer on reconciliation.run_lists (customer) where customer <> '';
create index run_lists_open on reconciliation.run_lists (run_id, place) where completed_at is null;

-- Objects that Stripe doesn't list by customer have not been compared before. If they differ, they are compared again.
alter table reconciliation.candidates add column is_first boolean not null default false;

-- Objects that could not be read.
alter table reconciliation.runs add column unread bigint not null default 0;
