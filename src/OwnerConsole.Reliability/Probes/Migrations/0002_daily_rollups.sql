-- Roll-ups by day, so that the uptime of months is summed from few rows, and when an undo restored a probe, which starts the waiting time of heartbeats again.
select set_config('app.intake', 'migration', true);
alter table probes.probes add column restored_at timestamptz;  -- when an undo restored this version; null otherwise

alter table probes.rollups drop constraint rollups_grain_check;
alter table probes.rollups add constraint rollups_grain_check check (grain in ('minute', 'five_minutes', 'hour', 'day'));  -- minute: only from earlier releases
alter table probes.rollups no force row level security;  -- this migration runs as the owner
insert into probes.rollups (tenant_id, probe_id, grain, bucket_at, ok, failed)
select r.tenant_id, r.probe_id, 'day', date_bin('1 day', r.bucket_at, 'epoch'), sum(r.ok), sum(r.failed)
  from probes.rollups r
 where r.grain = 'hour'
 group by r.tenant_id, r.probe_id, date_bin('1 day', r.bucket_at, 'epoch');
alter table probes.rollups force row level security;

alter table probes.latencies drop constraint latencies_grain_check;
alter table probes.latencies add constraint latencies_grain_check check (grain in ('minute', 'five_minutes', 'hour', 'day'));  -- minute and five_minutes: only from earlier releases
alter table probes.latencies no force row level security;  -- this migration runs as the owner
insert into probes.latencies (tenant_id, probe_id, grain, bucket_at, bin, checks)
select l.tenant_id, l.probe_id, 'day', date_bin('1 day', l.bucket_at, 'epoch'), l.bin, sum(l.checks)
  from probes.latencies l
 where l.grain = 'hour'
 group by l.tenant_id, l.probe_id, date_bin('1 day', l.bucket_at, 'epoch'), l.bin;
alter table probes.latencies force row level security;
