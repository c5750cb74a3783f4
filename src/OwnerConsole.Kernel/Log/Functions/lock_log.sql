-- Waits for running log writes and blocks new ones until the transaction ends.
-- Runs as its owner, because the sequencer can't lock a table that it can't write to.
create or replace function core.lock_log() returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  lock table core.log in share row exclusive mode;
end $$;
revoke all on function core.lock_log() from public;
grant execute on function core.lock_log() to oc_sequencer;
