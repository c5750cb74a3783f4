-- Access that the application really gives, compared with what the tenant pays.
alter table core.tenants add column access text check (access in ('full', 'read_only', 'none'));  -- null if the application doesn't report it
