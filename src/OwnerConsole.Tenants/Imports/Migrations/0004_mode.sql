-- The mode of the tenants and members that the rows of a file are about. Test data is imported to try an import before it creates live tenants.
alter table imports.imports add column mode text not null default 'live' check (mode in ('live', 'test'));
