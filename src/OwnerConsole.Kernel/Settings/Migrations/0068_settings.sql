-- What the owner chose for the whole platform. A choice is a row that a run opens and another closes; where none is open the default holds, which the program declares.
create table core.settings (
  key       text not null,
  opened_by text not null,               -- the run that chose it; 'before' for what was chosen before there were settings
  value     text,                        -- null: back to the default
  opened_at timestamptz not null,
  closed_by text,
  primary key (key, opened_by)
);
create unique index settings_open on core.settings (key) where closed_by is null;

insert into core.settings (key, opened_by, value, opened_at)
select s.key, coalesce(r.changed_by, 'before'), s.value, now()
  from core.reporting r
 cross join lateral (values
   ('reporting.zone', r.zone, 'UTC'),
   ('reporting.currency', r.currency, 'USD'),
   ('sessions.longest_hours', (extract(epoch from r.session_limit) / 3600)::int::text, '12'),
   ('events.keep_days', (extract(epoch from r.keep_events) / 86400)::int::text, '90')) s(key, value, usual)
 where s.value <> s.usual;

call core.own_global('core.settings');
grant select on core.settings to oc_console;
