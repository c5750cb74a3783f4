-- Time between the creation of live events at Stripe and their processing, per hour of processing. Replayed events are left out.
create table stripe.webhook_delays (
  tenant_id text not null,  -- always tnt_platform
  bucket_at timestamptz not null,  -- start of the hour
  bin       int not null,  -- four bins for each doubling of the delay, from 1 ms
  events    bigint not null,
  primary key (tenant_id, bucket_at, bin)
);
create index webhook_delays_by_age on stripe.webhook_delays (bucket_at);
call core.protect_table('stripe.webhook_delays');
