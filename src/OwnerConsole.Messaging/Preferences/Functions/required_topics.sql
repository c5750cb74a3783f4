-- Returns the topics that members can't opt out of. A test compares them with the topics declared in code.
create or replace function preferences.required_topics() returns text[] language sql immutable parallel safe
  return array['account', 'billing'];
