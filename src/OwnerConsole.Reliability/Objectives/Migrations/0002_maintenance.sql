-- SLOs that don't count events during maintenance that was announced on the status page.
alter table objectives.slos add column excludes_maintenance boolean not null default false;
