-- Legal bases and consents of members, as the application reports them.
-- Each change is a row that is never changed, so that consent can be proved later. The latest row of a purpose applies.
create table core.consents (
  tenant_id    text not null,
  consent_id   text not null,
  member_id    text not null,
  purpose      text not null,  -- key of the application, such as marketing
  legal_basis  text not null check (legal_basis in ('consent', 'contract', 'legal_obligation', 'vital_interests', 'public_task', 'legitimate_interests')),
  state        text not null check (state in ('granted', 'withdrawn')),
  changed_at   timestamptz not null,  -- when the person decided
  text_version text,  -- version of the text that the person saw
  source       text,  -- where the person decided; null once the member is anonymised
  opened_by    text not null,  -- API key that reported it
  opened_at    timestamptz not null,
  primary key (tenant_id, consent_id)
);
create index consents_of_member on core.consents (tenant_id, member_id, purpose, changed_at desc);
create index consents_withdrawn on core.consents (tenant_id) where state = 'withdrawn';
call core.protect_table('core.consents');
