-- Emails to the person of a request: their address until the request is answered, and which emails were sent. The day to confirm the receipt is stored, so that a later change of the rules doesn't move it.
select set_config('app.intake', 'migration', true);
alter table privacy.requests add column acknowledge_by date;  -- last day to confirm the receipt; null if the law doesn't need it
alter table privacy.requests no force row level security;  -- this migration runs as the owner
update privacy.requests
   set acknowledge_by = received_on + case extract(isodow from received_on)::int when 6 then 13 when 7 then 12 else 14 end
 where law = 'ccpa' and kind not in ('opt_out', 'limit_use');
alter table privacy.requests force row level security;

-- Address of a member who sent a request, so that the answer reaches them after their data was erased. It is deleted a week after the answer.
create table privacy.contacts (
  tenant_id  text not null,  -- always tnt_platform
  request_id text not null,
  address    bytea not null,  -- encrypted email address
  language   text,  -- BCP 47 tag of the member's language; null if it is unknown
  opened_at  timestamptz not null,
  primary key (tenant_id, request_id)
);
call core.protect_table('privacy.contacts');

-- A step about which the person was informed: one row per request and run of the step. The receipt and the identity check are emailed once; an answer that was undone
-- and given again is emailed again, because it can have another reason.
create table privacy.messages (
  tenant_id  text not null,  -- always tnt_platform
  request_id text not null,
  step       text not null check (step in ('receipt', 'identity', 'extension', 'fulfilment', 'refusal')),
  email_id   text,  -- email that was queued; null if the team informed the person itself
  opened_by  text not null,
  opened_at  timestamptz not null,
  closed_by  text,  -- undo that stopped the email
  primary key (tenant_id, request_id, opened_by)
);
create unique index privacy_messages_once on privacy.messages (tenant_id, request_id, step) where closed_by is null and step in ('receipt', 'identity');
call core.protect_table('privacy.messages');
