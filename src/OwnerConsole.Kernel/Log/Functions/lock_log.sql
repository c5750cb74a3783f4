-- Waits for everybody who is writing lines and keeps others away until the transaction ends; the sequencer may not lock what it may not write.
create or replace function core.lock_log() returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  lock table core.log in share row exclusive mode;
end $$;
revoke all on function core.lock_log() from public;
grant execute on function core.lock_log() to oc_sequencer;
