-- Counts complete deletions without reading the others.
create index deletions_complete on deletions.deletions (tenant_id) where deleted_at is not null and closed_by is null;
