-- Requests of a member, also those whose recording was undone, which exports read.
drop index privacy.requests_of_member;
create index requests_of_member on privacy.requests using gin (members);
