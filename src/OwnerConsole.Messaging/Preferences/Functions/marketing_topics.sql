-- Returns the topics that the purpose marketing of a consent is about. A test compares them with the topics declared in code.
create or replace function preferences.marketing_topics() returns text[] language sql immutable parallel safe
  return array['news', 'feature_updates'];
