-- Changes that runs request from Stripe. A request can be stopped until it is sent.
create table stripe.requests (
  tenant_id  text not null,
  run_id     text not null,
  subject_id text not null,  -- sub_…, in_… or ch_…
  opened_at  timestamptz not null,
  sent_at    timestamptz,  -- first attempt
  settled_at timestamptz,  -- Stripe has carried it out
  closed_by  text,  -- run that stopped it, or the request's own run if Stripe refused
  primary key (tenant_id, run_id, subject_id)
);

create index requests_open on stripe.requests (tenant_id, subject_id) where settled_at is null and closed_by is null;
call core.protect_table('stripe.requests');
