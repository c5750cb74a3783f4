-- Whoever approves what nothing takes back proves once more who they are; how is kept beside who.
alter table core.runs add column approval_proved_by text, add column approval_proved_with text;
