-- Where several sessions ended together, just as a quarter of an hour began, more were counted in it than were open: those quarters are counted anew.
select set_config('app.intake', 'migration', true);

insert into core.session_dirt (population, bucket)
select t.population, s.ended_at
  from core.sessions s join core.tenants t using (tenant_id)
 where s.ended_at = date_bin('15 minutes', s.ended_at, 'epoch')
 group by 1, 2
having count(*) > 1
on conflict do nothing;
