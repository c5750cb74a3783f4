-- Runs about one subject, which anonymisation empties, exports read and pages about privacy count. Subjects of previews have no such index, because previews are
-- written more often than they are searched by subject, and the primary key finds those of one tenant.
create index run_subjects_of_subject on core.run_subjects (tenant_id, subject_id);
