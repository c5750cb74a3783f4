-- Secrets that an external system has created for runs.
create table core.run_secrets (
  secret_id  text primary key,
  run_id     text not null,
  subject_id text not null,
  secret     bytea not null,  -- encrypted
  expires_at timestamptz not null
);
create index run_secrets_run on core.run_secrets (run_id);
create index run_secrets_expiry on core.run_secrets (expires_at);
call core.protect_global_table('core.run_secrets');
grant select on core.run_secrets to oc_console;
