-- A changed attribute can start an automation, and steps can send a webhook event to one endpoint.
alter table automations.automations
  add column attribute      text,  -- name of the attribute whose change starts it
  add column attribute_from text,  -- values before the change, separated by commas; null for any
  add column attribute_to   text,  -- values after the change, separated by commas; null for any
  drop constraint automations_check,
  add constraint automations_has_one_trigger check ((date is not null)::int + (attribute is not null)::int + (cardinality(events) > 0)::int = 1);
