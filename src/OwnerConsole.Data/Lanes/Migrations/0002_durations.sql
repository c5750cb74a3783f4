-- How long jobs took, from when they were due until they were done. Each hour of the day has its rows, which the same hour of the next day replaces.
create table work.durations (
  slot    int not null check (slot between 0 and 23),  -- hour of the day in UTC
  bin     int not null,  -- four bins for each doubling of the duration, from 1 ms
  hour_at timestamptz not null,  -- start of the hour that is counted
  jobs    bigint not null,
  primary key (slot, bin)
);
call core.protect_global_table('work.durations');
grant select on work.durations to oc_console;
