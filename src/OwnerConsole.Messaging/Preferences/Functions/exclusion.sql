-- Returns why a member receives no message: suppressed or opted_out; null if it can be sent.
-- Suppressions apply to all topics, opt-outs not to required topics. Opt-outs of records that were merged into the member count too.
create or replace function preferences.exclusion(tenant_id text, member_id text, address_hash bytea, topic text, channel text) returns text
language sql stable parallel safe as $$
  select case
    when exists (
      select from preferences.suppressions s
       where s.tenant_id = exclusion.tenant_id and s.channel = exclusion.channel and s.address_hash = exclusion.address_hash and s.closed_by is null)
      then 'suppressed'
    when exclusion.topic <> all (preferences.required_topics()) and exists (
      select from preferences.opt_outs o
       where o.tenant_id = exclusion.tenant_id and o.topic = exclusion.topic and (o.channel is null or o.channel = exclusion.channel) and o.closed_by is null
         and o.member_id = any (array(
           select exclusion.member_id
           union all
           select g.member_id from core.merges g where g.into_id = exclusion.member_id and g.tenant_id = exclusion.tenant_id and g.to_at is null)))
      then 'opted_out'
  end
$$;
