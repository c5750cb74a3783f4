-- What the application has inside of its tenants besides people, as it reports it: operations of its own are done to it.
create table core.application_subjects (
  tenant_id   text not null,
  thing_id    text not null,
  type        text not null,              -- as the application declares it
  external_id text not null,              -- the application's own id of it
  title       text,                       -- may name people: nobody is to know it once the tenant is anonymised
  reported_at timestamptz not null,
  ended_at    timestamptz,                -- since the application says so: nothing is done to it any more
  primary key (tenant_id, thing_id),
  unique (tenant_id, type, external_id)
);
-- The newest of a tenant's are listed first; any is named by its id alone, and looked for by part of what it is called.
create unique index application_subjects_by_id on core.application_subjects (thing_id);
create index application_subjects_by_type on core.application_subjects (tenant_id, type, thing_id);
create index application_subjects_by_text on core.application_subjects using gin (lower(coalesce(title, '') || ' ' || external_id) public.gin_trgm_ops);
call core.own('core.application_subjects');
