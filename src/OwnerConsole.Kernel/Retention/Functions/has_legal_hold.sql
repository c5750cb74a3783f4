-- Whether a hold of any tenant is in force. It reveals nothing else.
-- Runs as its owner, because a transaction that deletes sees only the holds of the tenants it names.
create or replace function core.has_legal_hold() returns boolean language sql volatile security definer set search_path = pg_catalog as $$
  select exists (select from core.legal_holds h where h.closed_by is null and (h.ends_at is null or h.ends_at > now()))
$$;
revoke all on function core.has_legal_hold() from public;
grant execute on function core.has_legal_hold() to oc_app;
