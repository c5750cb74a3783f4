-- What plans grant: each feature as its application names it. A row holds from one run to the next; the last one that is closed was retired by a run of its own.
create schema features;
grant usage on schema features to oc_app, oc_console, oc_bound;

create table features.features (
  feature_id  text not null,
  opened_by   text not null,              -- the run that declared or changed it
  key         text not null,              -- as the application names it; for ever
  kind        text not null check (kind in ('boolean', 'config', 'counter', 'gauge', 'unique')),
  resets      text not null check (resets in ('day', 'week', 'month', 'year', 'never')),
  decimals    int not null check (decimals between 0 and 6),
  name        text not null,
  unit        text not null,              -- what one is called; empty for what isn't counted
  allows      text not null,              -- where neither a plan nor anybody else says more
  enforcement text not null check (enforcement in ('hard', 'soft', 'burst')),
  burst       int not null check (burst between 0 and 100), -- hundredths of the limit that are allowed above it
  outage      text not null check (outage in ('open', 'closed')),
  opened_at   timestamptz not null,
  closed_by   text,
  closed_at   timestamptz,
  primary key (feature_id, opened_by)
);
create unique index features_open on features.features (key) where closed_by is null;
create unique index features_one on features.features (feature_id) where closed_by is null;
call core.own_global('features.features');
grant select on features.features to oc_console, oc_bound;
