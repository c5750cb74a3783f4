-- Recent changes of declared attributes of members, for automations that such a change starts.
create table core.member_attribute_changes (
  tenant_id  text not null,
  member_id  text not null,
  name       text not null,  -- of the attribute
  changed_at timestamptz not null,  -- one time for all changes of a report
  was        text,  -- null for a first value
  became     text,  -- null for a removed value
  primary key (tenant_id, member_id, name, changed_at)
);
create index member_attribute_changes_by_name on core.member_attribute_changes (name, changed_at);
create index member_attribute_changes_in_order on core.member_attribute_changes (changed_at);
call core.protect_table('core.member_attribute_changes');
