-- Normalises text for search, ignoring accents, case and width: zurich finds Zürich, full finds ＦＵＬＬ.
-- Uses built-in functions only: the extension unaccent is not immutable, so it can't be indexed, and an external server may not have it.
-- Removes combining marks (U+0300 to U+036F) after Unicode decomposition; characters without a decomposition are replaced one by one.
create or replace function core.search_text(text) returns text language sql immutable parallel safe return
  translate(
    replace(replace(replace(replace(lower(normalize($1, nfkd)), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
    'łøđðħıŧŋςə' ||
      U&'\0300\0301\0302\0303\0304\0305\0306\0307\0308\0309\030A\030B\030C\030D\030E\030F\0310\0311\0312\0313\0314\0315\0316\0317\0318\0319\031A\031B\031C\031D\031E\031F\0320\0321\0322\0323\0324\0325\0326\0327' ||
      U&'\0328\0329\032A\032B\032C\032D\032E\032F\0330\0331\0332\0333\0334\0335\0336\0337\0338\0339\033A\033B\033C\033D\033E\033F\0340\0341\0342\0343\0344\0345\0346\0347\0348\0349\034A\034B\034C\034D\034E\034F' ||
      U&'\0350\0351\0352\0353\0354\0355\0356\0357\0358\0359\035A\035B\035C\035D\035E\035F\0360\0361\0362\0363\0364\0365\0366\0367\0368\0369\036A\036B\036C\036D\036E\036F',
    'loddhitnσe');
