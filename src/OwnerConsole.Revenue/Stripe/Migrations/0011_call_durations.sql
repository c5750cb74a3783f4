-- How long calls of Stripe's API took until the headers of the answer, per hour.
create table stripe.call_durations (
  tenant_id text not null,  -- always tnt_platform
  mode      text not null check (mode in ('live', 'test')),
  bucket_at timestamptz not null,  -- start of the hour
  outcome   text not null check (outcome in ('answered', 'failed', 'rate_limited')),  -- failed: no answer, or an error of Stripe
  bin       int not null,  -- four bins for each doubling of the duration, from 1 ms
  calls     bigint not null,
  primary key (tenant_id, mode, bucket_at, outcome, bin)
);
create index call_durations_by_age on stripe.call_durations (bucket_at);
call core.protect_table('stripe.call_durations');
