-- Components that subscribers choose, notices by the incident of the team that they are about, and the page's own address.
alter table status_pages.subscribers
  add column components text[];  -- null for all, also those that are added later; without one that is still listed, nothing is sent

alter table status_pages.settings
  add column address text;  -- own address of the page, without a path; null for that of the console

-- The timeline of an incident shows the updates of its notices.
create index notices_by_incident on status_pages.notices (tenant_id, incident_id) where incident_id is not null;
create index notice_updates_by_notice on status_pages.notice_updates (tenant_id, notice_id);
