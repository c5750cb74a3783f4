-- States of the console's own parts, each from its start until it was last seen. Their number is limited. Between two rows, the console was stopped.
create table probes.part_states (
  tenant_id  text not null,  -- always tnt_platform
  part       text not null,
  started_at timestamptz not null,
  state      text not null check (state in ('up', 'degraded', 'down', 'unknown')),
  seen_at    timestamptz not null,  -- start of the next state if the console was running
  primary key (tenant_id, part, started_at)
);
call core.protect_table('probes.part_states');
