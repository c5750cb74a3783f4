-- Returns whether a member has received the maximum of optional messages in the 7 days up to a time. Required topics are never capped and don't count.
create or replace function preferences.is_capped(tenant_id text, member_id text, topic text, at timestamptz) returns boolean
language sql stable parallel safe as $$
  select case when topic = any (preferences.required_topics()) then false else (
    select c.most > 0 and c.most <= (
             select coalesce(sum(s.count), 0)
               from preferences.sends s
              where s.tenant_id = is_capped.tenant_id and s.topic <> all (preferences.required_topics())
                and s.day > (is_capped.at at time zone 'UTC')::date - 7 and s.day <= (is_capped.at at time zone 'UTC')::date
                and s.member_id = any (array(
                  select is_capped.member_id
                  union all
                  select g.member_id from core.merges g where g.into_id = is_capped.member_id and g.tenant_id = is_capped.tenant_id and g.to_at is null)))
      from (select r.max_messages as most from preferences.rules() r) c
  ) end
$$;
