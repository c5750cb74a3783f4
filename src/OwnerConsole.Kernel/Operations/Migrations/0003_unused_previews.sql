-- Finds previews that expired without a run, whose subjects are deleted after a day.
create index previews_by_expiry on core.previews (expires_at);
