-- Devices of members as hashes, to find users and tenants that share one.
create table core.member_devices (
  tenant_id   text not null,
  member_id   text not null,
  device_hash text not null,  -- SHA-256 of the ID that the application reports
  seen_at     timestamptz not null,  -- last report, to within a day
  primary key (tenant_id, member_id, device_hash)
);
call core.protect_table('core.member_devices');
