-- What letters call the platform and where their links lead are settings of the platform now, not of the mail server. The columns stay for the release before, which reads them.
select set_config('app.intake', 'migration', true);
alter table mails.settings no force row level security;
insert into core.settings (key, opened_by, value, opened_at)
select s.key, m.opened_by, s.value, m.opened_at
  from mails.settings m
 cross join lateral (values ('platform.name', m.platform_name, 'Owner Console'), ('platform.url', coalesce(m.platform_url, ''), '')) s(key, value, usual)
 where m.closed_by is null and s.value <> s.usual;
alter table mails.settings force row level security;
