-- Language, time zone and phone number of a member, for messages in their language and at their time of day.
alter table core.members
  add column language  text,  -- BCP 47, such as de-CH
  add column time_zone text,  -- IANA name; null means that of the tenant
  add column phone     text;  -- E.164, such as +41441234567
