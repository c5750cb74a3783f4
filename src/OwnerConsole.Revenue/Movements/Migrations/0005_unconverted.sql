-- Number of tenants whose MRR in a currency isn't converted because a rate is missing. A trigger keeps it, because an operation on the platform can't read the
-- rows of tenants.
create table movements.unconverted (
  mode     text not null,
  currency text not null,
  tenants  bigint not null,
  primary key (mode, currency)
);
call core.protect_global_table('movements.unconverted');
grant select on movements.unconverted to oc_console;
