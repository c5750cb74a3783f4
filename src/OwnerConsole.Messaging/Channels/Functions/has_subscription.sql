-- Returns whether a member has a browser that receives messages of a channel of web push. Browsers of records that were merged into the member count too.
create or replace function channels.has_subscription(tenant_id text, member_id text, channel_id text) returns boolean
language sql stable parallel safe as $$
  select exists (
    select from channels.subscriptions s
     where s.tenant_id = has_subscription.tenant_id and s.channel_id = has_subscription.channel_id and (s.expires_at is null or s.expires_at > now())
       and s.member_id = any (array(
         select has_subscription.member_id
         union all
         select g.member_id from core.merges g
          where g.into_id = has_subscription.member_id and g.tenant_id = has_subscription.tenant_id and g.to_at is null)))
$$;
