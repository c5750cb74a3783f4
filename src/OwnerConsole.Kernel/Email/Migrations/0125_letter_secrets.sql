-- A letter may carry a secret, such as the token of a link: sealed, and forgotten once the letter has left.
alter table core.letters add column secret bytea;
