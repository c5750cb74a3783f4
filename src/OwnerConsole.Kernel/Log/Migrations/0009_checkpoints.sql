-- What proves the log: its key, sealed; the checkpoints that were signed with it; and what was found when the log did not fit them.
create table core.log_key (
  only_row   boolean primary key default true check (only_row),
  origin     text not null,                -- the log's name in every checkpoint
  sealed     bytea not null,               -- the private key, under the master key that lies outside the database
  public_key bytea not null
);

create table core.log_checkpoints (
  size bigint primary key,                 -- how many lines it stands for
  note text not null,                      -- as it was signed
  at   timestamptz not null default now()
);

create table core.log_alerts (
  alert_id  bigint generated always as identity primary key,
  fault     text not null,
  pos       bigint not null,               -- the first place that can't be trusted
  says      text not null,
  opened_at timestamptz not null default now(),
  closed_at timestamptz                    -- when somebody verified the log and found it whole
);
create unique index one_open_alert on core.log_alerts ((true)) where closed_at is null;

do $$
declare kept text;
begin
  foreach kept in array array['log_key', 'log_checkpoints', 'log_alerts'] loop
    execute format('create trigger through_a_door before insert or update or delete on core.%I for each statement execute function core.through_a_door()', kept);
    execute format('grant select, insert on core.%I to oc_app', kept);
    execute format('grant select on core.%I to oc_console', kept);
  end loop;
end $$;
grant update (closed_at) on core.log_alerts to oc_app;
call core.keep_append_only('core.log_key');
call core.keep_append_only('core.log_checkpoints');
