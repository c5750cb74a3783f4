-- What a tenant sees on its own page of plan and usage: what it holds and may use, what it has used, and what is sold. Why somebody decided so is the owner's.
call core.show_in_portal('entitlements.usage',
  'tenant_id', 'feature', 'period_start', 'period_end', 'decimals', 'used', 'reserved', 'allows', 'ceiling', 'source', 'source_id', 'next_expiry', 'version', 'blocked_at', 'revision');
call core.show_in_portal('entitlements.reservations', 'tenant_id', 'feature', 'period_start', 'amount', 'state', 'expires_at');
call core.show_in_portal('entitlements.overrides', 'tenant_id', 'override_id', 'feature', 'allows', 'until_at', 'closed_by');
call core.show_in_portal('entitlements.revisions', 'tenant_id', 'revision');
call core.show_in_portal('grants.grants', 'tenant_id', 'plan', 'until_at', 'opened_at', 'opened_by', 'closed_by');
grant usage on schema plans, features to oc_portal;
grant select on plans.plans, plans.terms, plans.limits, features.features to oc_portal;
