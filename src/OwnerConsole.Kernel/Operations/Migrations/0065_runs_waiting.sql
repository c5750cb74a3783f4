-- Few wait, however many there were: every look at the overview asks for them.
create index runs_waiting on core.runs (started_at) where state = 'waiting_approval';
