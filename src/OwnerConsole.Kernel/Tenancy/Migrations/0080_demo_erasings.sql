-- That the demo is erased, by whom, and when it was over.
create table core.demo_erasings (
  run_id   text primary key,
  up_to    text not null,                -- the highest id of a tenant that goes
  asked_at timestamptz not null,
  ended_at timestamptz                   -- null: it is going on
);
create unique index demo_erasing on core.demo_erasings ((true)) where ended_at is null;
call core.own_global('core.demo_erasings');
grant select on core.demo_erasings to oc_console;
