-- The use of a feature can be counted from reported data, so that limits agree with what the other pages show.
alter table features.features add column counts text not null default ''; -- members, members:ROLE, sessions or meter:KEY; empty: claimed by the application
