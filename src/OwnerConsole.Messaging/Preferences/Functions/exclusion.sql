-- Returns why a member receives no message: suppressed, opted_out or consent_withdrawn; null if it can be sent.
-- Suppressions apply to all topics, the others not to required topics. Opt-outs and consents of records that were merged into the member count too.
-- A consent is about a topic if its purpose is the key of the topic, or marketing for the topics of preferences.marketing_topics(). The latest change applies.
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
    when exclusion.topic <> all (preferences.required_topics()) and exists (
      select from (
        select distinct on (c.purpose) c.state
          from core.consents c
         where c.tenant_id = exclusion.tenant_id
           and (c.purpose = exclusion.topic or c.purpose = 'marketing' and exclusion.topic = any (preferences.marketing_topics()))
           and c.member_id = any (array(
             select exclusion.member_id
             union all
             select g.member_id from core.merges g where g.into_id = exclusion.member_id and g.tenant_id = exclusion.tenant_id and g.to_at is null))
         order by c.purpose, c.changed_at desc, c.opened_at desc, c.consent_id desc) x
       where x.state = 'withdrawn')
      then 'consent_withdrawn'
  end
$$;
