-- Custom attributes of members, as the application reports them. Without history, because they are personal data and no metric is broken down by them.
alter table core.members
  add column attributes jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object');  -- strings, numbers and booleans by name
create index members_by_attribute on core.members using gin (attributes jsonb_path_ops) where attributes <> '{}';
