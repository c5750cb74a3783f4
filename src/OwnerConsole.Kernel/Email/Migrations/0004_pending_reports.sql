-- A failure can be reported before the response to the request that sent the email is stored. It is kept and changes the state with that response.
alter table core.email_reports add column is_pending boolean not null default false;
