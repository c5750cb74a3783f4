-- Of a large platform, today's numbers that somebody looks at: counting the different people of a month takes seconds then, so it is done ahead and not for each reader.
create table core.metric_today (
  tenant_id   text not null default 'tnt_platform',        -- numbers of the whole platform
  population  text not null check (population in ('live', 'demo')),
  metric      text not null,
  dimension   text not null default '',                    -- empty: the whole
  fingerprint text not null,                               -- of its definition
  zone        text not null,                               -- in which the day begins
  day         date not null,
  cells       jsonb not null,                              -- as the statement answered them
  computed_at timestamptz not null,
  asked_at    timestamptz not null,                        -- nobody asked for an hour: it is let go
  primary key (tenant_id, population, metric, dimension)
);
call core.own('core.metric_today');
