-- A letter is looked for by whom it is to, by its tenant, its template or its id: the newest of each are read from an index.
create index letters_by_recipient on core.letters (recipient, written_at desc, letter_id desc);
create index letters_by_tenant on core.letters (tenant_id, written_at desc, letter_id desc);
create index letters_by_template on core.letters (template, written_at desc, letter_id desc);
create index letters_by_id on core.letters (letter_id);
