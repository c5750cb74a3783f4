-- Features that plans include, with their limits and counting rules.
create schema features;
grant usage on schema features to oc_app, oc_console, oc_bound, oc_portal;

-- Each change of a feature adds a row and closes the previous one.
create table features.features (
  feature_id  text not null,
  opened_by   text not null,  -- run that added or changed it
  key         text not null,  -- as named by the application; never changes
  kind        text not null check (kind in ('boolean', 'config', 'counter', 'gauge', 'unique', 'rate')),
  resets      text not null check (resets in ('day', 'week', 'month', 'year', 'never', 'second', 'minute', 'hour')),
  decimals    int not null check (decimals between 0 and 6),
  name        text not null,
  unit        text not null,  -- name of one unit; empty for features that are not counted
  allows      text not null,  -- default when no plan, grant or override sets a limit
  enforcement text not null check (enforcement in ('hard', 'soft', 'burst')),
  burst       int not null check (burst between 0 and 100),  -- percent above the limit that is still allowed
  outage      text not null check (outage in ('open', 'closed')),
  opened_at   timestamptz not null,
  closed_by   text,
  closed_at   timestamptz,
  counts      text not null default '',  -- members, members:ROLE, sessions or meter:KEY; empty: claimed by the application
  primary key (feature_id, opened_by),
  constraint features_rate_check check ((kind = 'rate') = (resets in ('second', 'minute', 'hour')))
);
create unique index features_open on features.features (key) where closed_by is null;
create unique index features_one on features.features (feature_id) where closed_by is null;
call core.protect_global_table('features.features');
grant select on features.features to oc_bound, oc_console, oc_portal;
