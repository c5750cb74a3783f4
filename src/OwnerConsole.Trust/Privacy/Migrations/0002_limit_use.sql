-- People in California can limit the use of their sensitive data.
alter table privacy.requests drop constraint requests_kind_check;
alter table privacy.requests add constraint requests_kind_check check (kind in ('export', 'correct', 'erase', 'restrict', 'object', 'opt_out', 'limit_use'));
