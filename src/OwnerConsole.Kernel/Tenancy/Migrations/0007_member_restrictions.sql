-- Members whose data is stored but not used: no messages are sent to them. A row that is open restricts.
create table core.member_restrictions (
  tenant_id text not null,
  member_id text not null,
  reason    text,  -- null once the member is anonymised
  opened_by text not null,
  opened_at timestamptz not null,
  closed_by text,
  primary key (tenant_id, member_id, opened_by)
);
create unique index member_restrictions_open on core.member_restrictions (tenant_id, member_id) where closed_by is null;
call core.protect_table('core.member_restrictions');

-- Support numbers of one member, which exports read and pages about privacy count.
create index support_numbers_of_member on core.support_numbers (tenant_id, member_id);
