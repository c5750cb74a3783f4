-- Connections to Stripe accounts, events received from them, and a copy of their objects.
create schema stripe;
grant usage on schema stripe to oc_app, oc_console;

-- Connection of one mode. Each change adds a row and closes the previous one.
create table stripe.connections (
  tenant_id               text not null,  -- always tnt_platform
  mode                    text not null check (mode in ('live', 'test')),
  opened_by               text not null,  -- run that saved the connection
  api_key                 bytea not null,  -- encrypted
  api_key_end             text not null,  -- last four characters, shown to recognize the key
  signing_secret          bytea not null,  -- encrypted
  previous_signing_secret bytea,  -- encrypted; valid during a rotation
  previous_valid_until    timestamptz,
  opened_at               timestamptz not null,
  closed_by               text,
  primary key (tenant_id, mode, opened_by)
);
create unique index connections_open on stripe.connections (tenant_id, mode) where closed_by is null;
call core.protect_table('stripe.connections');

-- Last check of a connection against Stripe.
create table stripe.checks (
  tenant_id           text not null,  -- always tnt_platform
  connection          text not null,  -- connections.opened_by
  mode                text not null,
  account_id          text,  -- acct_…; null until a check has succeeded
  account_name        text,
  country             text,
  currency            text,  -- lower case, as Stripe writes it
  missing_permissions text[] not null default '{}',
  attempted_at        timestamptz not null,  -- last check, successful or not
  checked_at          timestamptz,  -- last successful check
  failing_since       timestamptz,  -- null after a success
  error               text,
  primary key (tenant_id, mode, connection)
);
call core.protect_table('stripe.checks');

-- Events received through the webhook endpoint. An event is a hint: the object is read from Stripe again.
create table stripe.events (
  tenant_id    text not null,  -- always tnt_platform
  account_id   text not null,
  event_id     text not null,  -- evt_…
  mode         text not null check (mode in ('live', 'test')),
  type         text not null,
  api_version  text,
  object_type  text,
  object_id    text,  -- null for an object without an id, such as an upcoming invoice
  state        text not null check (state in ('pending', 'processed', 'failed', 'stored')),
  attempts     int not null default 0,  -- failed attempts since the last success or replay
  error        text,
  created_at   timestamptz not null,  -- at Stripe, to the second
  received_at  timestamptz not null,
  processed_at timestamptz,
  replayed_by  text,  -- run that requested the last replay
  body         text not null,  -- exactly as received
  primary key (tenant_id, account_id, event_id)
);
create index events_received on stripe.events (tenant_id, mode, received_at desc, event_id desc);
create index events_type on stripe.events (tenant_id, type, received_at desc, event_id desc);
create index events_state on stripe.events (tenant_id, mode, state, received_at desc, event_id desc) where state in ('pending', 'failed');
create index events_object on stripe.events (tenant_id, object_id, received_at desc) where object_id is not null;
call core.protect_table('stripe.events');

-- Copy of an object as Stripe last returned it. A deleted object stays, so that a late event can't revive it.
create table stripe.objects (
  tenant_id  text not null,  -- always tnt_platform
  account_id text not null,
  object_id  text not null,
  mode       text not null check (mode in ('live', 'test')),
  type       text not null,  -- Stripe's name of the type, such as subscription
  customer   text,  -- cus_…
  is_deleted boolean not null default false,
  event_id   text,  -- event that caused the last read
  read_at    timestamptz not null,
  body       jsonb not null,
  primary key (tenant_id, account_id, object_id)
);
create index objects_type on stripe.objects (tenant_id, mode, type, object_id);
create index objects_customer on stripe.objects (tenant_id, customer) where customer is not null;
call core.protect_table('stripe.objects');

-- Copy of what existed before the connection, one row per type of object.
create table stripe.backfills (
  tenant_id    text not null,  -- always tnt_platform
  account_id   text not null,
  mode         text not null check (mode in ('live', 'test')),
  type         text not null,  -- Stripe's name of the type
  place        int not null,  -- order in which the types are read
  last_id      text,  -- last object that was read; null before the first page
  objects      bigint not null default 0,  -- objects that were read
  started_at   timestamptz not null,
  completed_at timestamptz,
  failed_at    timestamptz,  -- last failed request; null after a success
  error        text,
  primary key (tenant_id, account_id, mode, type)
);
call core.protect_table('stripe.backfills');
