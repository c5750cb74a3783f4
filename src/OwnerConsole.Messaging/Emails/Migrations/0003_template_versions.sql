-- Versions and translations of email templates.
select set_config('app.intake', 'migration', true);
alter table emails.templates
  add column language text,  -- BCP 47 tag of the translation; null for the default text
  add column version  int not null default 0;  -- counts the changes of a template in a language from 1; 0 if an earlier release wrote it during an upgrade
alter table emails.templates no force row level security;  -- this migration runs as the owner
update emails.templates t set version = v.version
  from (select tenant_id, template, opened_by, row_number() over (partition by tenant_id, template order by opened_at) as version from emails.templates) v
 where v.tenant_id = t.tenant_id and v.template = t.template and v.opened_by = t.opened_by;
alter table emails.templates force row level security;
drop index emails.templates_open;
create unique index templates_open on emails.templates (tenant_id, template, language) nulls not distinct where closed_by is null;
create unique index templates_by_version on emails.templates (tenant_id, template, language, version) nulls not distinct where version > 0;
