-- Reads of objects that people request, and facts from which the remaining time of a copy is estimated.
create table stripe.reads (
  tenant_id  text not null,  -- always tnt_platform
  account_id text not null,
  object_id  text not null,
  mode       text not null check (mode in ('live', 'test')),
  type       text not null,  -- Stripe's name of the type
  lists      jsonb not null default '[]',  -- lists of a customer that are still to be read; empty if only the object is read
  opened_by  text not null,  -- run that requested the last read
  opened_at  timestamptz not null,
  attempts   int not null default 0,  -- failed attempts since the request
  error      text,
  read_at    timestamptz,  -- when it was read
  failed_at  timestamptz,  -- when the last attempt failed
  closed_by  text,  -- undo that withdrew it
  primary key (tenant_id, account_id, object_id)
);
call core.protect_table('stripe.reads');

alter table stripe.backfills
  add column began_at timestamptz,  -- first page was read
  add column first_created_at timestamptz,  -- creation of the first object that was read, the newest
  add column last_created_at timestamptz;  -- creation of the last object that was read
