-- IDs of the notifications that sequences about a member have sent, which can show values of this member to other recipients. A sequence about a record that is
-- merged, or was at the time, shows the values of the remaining member.
create or replace function automations.messages_about(tenant text, member text) returns setof text language sql stable as $$
  select a.reference
    from automations.enrollments e
    join automations.messages a on a.tenant_id = e.tenant_id and a.enrollment_id = e.enrollment_id and a.channel = 'in_app' and a.reference is not null
   where e.tenant_id = tenant
     and e.member_id = any(array(select member union all select g.member_id from core.merges g where g.tenant_id = tenant and g.into_id = member))
$$;
