-- Returns the tenants in scope of this transaction, which policies read once per statement.
-- Returns an empty array when the scope is not set, so that a missing scope shows no rows.
create or replace function core.tenant_scope() returns text[] language sql stable parallel safe
  return coalesce(string_to_array(nullif(current_setting('app.tenant', true), ''), ','), '{}');
