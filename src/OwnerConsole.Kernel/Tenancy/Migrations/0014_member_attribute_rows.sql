-- Attributes of members as rows, so that members are found by an exact value, a number or a date without reading all of them.
create table core.member_attributes (
  tenant_id text not null,
  member_id text not null,
  name      text not null,
  value     jsonb not null,  -- string, number or boolean, as in core.members
  primary key (tenant_id, member_id, name)
);
alter table core.members no force row level security;  -- this migration runs as the owner
insert into core.member_attributes (tenant_id, member_id, name, value)
select m.tenant_id, m.member_id, a.key, a.value from core.members m cross join lateral jsonb_each(m.attributes) a;
alter table core.members force row level security;
create index member_attributes_by_value on core.member_attributes (name, md5(value #>> '{}'), member_id);
create index member_attributes_by_number on core.member_attributes (name, value, member_id) where jsonb_typeof(value) = 'number';
create index member_attributes_by_date on core.member_attributes (name, ((value #>> '{}') collate "C"), member_id)
  where jsonb_typeof(value) = 'string' and value #>> '{}' ~ '^\d{4}-\d\d-\d\d$';
call core.protect_table('core.member_attributes');
drop index core.members_by_attribute;

-- Attributes of tenants are found by numbers and dates in the same way.
create index attributes_by_number on core.attributes (name, value, tenant_id) where to_at is null and jsonb_typeof(value) = 'number';
create index attributes_by_date on core.attributes (name, ((value #>> '{}') collate "C"), tenant_id)
  where to_at is null and jsonb_typeof(value) = 'string' and value #>> '{}' ~ '^\d{4}-\d\d-\d\d$';
