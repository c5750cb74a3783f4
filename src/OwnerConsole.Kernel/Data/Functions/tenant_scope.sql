-- The tenants this transaction named; a policy reads it once per statement. Unset answers nothing, so a forgotten context sees no rows.
create or replace function core.tenant_scope() returns text[] language sql stable parallel safe
  return coalesce(string_to_array(nullif(current_setting('app.tenant', true), ''), ','), '{}');
