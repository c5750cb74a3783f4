-- What the top bar shows on every page, counted in the background: one row however many tenants there are. Unlogged, because it is counted anew at each start;
-- after a crash it is empty.
create unlogged table core.status_counts (
  population text primary key check (population in ('live', 'demo')),
  statuses   jsonb not null               -- a number of tenants by the word of their status
);
call core.own_global('core.status_counts');
grant select on core.status_counts to oc_console;
