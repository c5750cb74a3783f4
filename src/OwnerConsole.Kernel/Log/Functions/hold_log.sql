--# Waits for everybody who is writing lines and keeps others away until the transaction ends; the sequencer may not lock what it may not write.
create or replace function core.hold_log() returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  lock table core.log in share row exclusive mode;
end $$;
revoke all on function core.hold_log() from public;
grant execute on function core.hold_log() to oc_sequencer;
