-- Text of the template that an email was rendered with.
alter table core.emails
  add column version  int,  -- version of the template; 0 is the built-in text, null until it is rendered or when a broadcast or an automation provides the text
  add column language text;  -- BCP 47 tag of the translation; null for the default text
