-- Size of the console's database by hour, for its trend and for the preview of alert rules.
create table probes.storage_sizes (
  tenant_id  text not null,  -- always tnt_platform
  bucket_at  timestamptz not null,  -- start of the hour
  bytes      bigint not null,  -- highest size of the database
  used_share double precision,  -- highest used percentage of the disk; null if the database is on another machine
  primary key (tenant_id, bucket_at)
);
create index storage_sizes_by_age on probes.storage_sizes (bucket_at);
call core.protect_table('probes.storage_sizes');
