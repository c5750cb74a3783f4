-- Previews of tasks about one subject, which exports read and pages about privacy count.
create index task_previews_of_subject on core.task_previews (tenant_id, subject_id);
