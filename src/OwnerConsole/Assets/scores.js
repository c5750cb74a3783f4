// Scores of search results, with the weights of SearchScore.cs. Descriptions and typing mistakes are left to the server: a row that matches only
// by them must not come first, and the first row stays in place when the server answers.
const weights = { titleWord: 100, synonymWord: 90, titlePrefix: 80, synonymPrefix: 60, wholeText: 40, startOfTitle: 20 };

const singular = (word) => {
  if (word.length < 4 || !word.endsWith("s") || word.endsWith("ss")) return word;
  return word.endsWith("ies") ? `${word.slice(0, -3)}y` : word.slice(0, -1);
};

/** A text as search compares it: its words without case, accents and plural. */
export function phrase(text) {
  const plain = text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const words = plain.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const stems = words.map(singular);
  return { words, stems, text: words.join(" "), stem: stems.join(" ") };
}

/** A result with the phrases that it is found by. */
export const indexed = (offer) => ({ offer, title: phrase(offer.title), synonyms: (offer.synonyms ?? "").split(",").map(phrase) });

const best = (word, stem, { words, stems }, equal, prefix) =>
  stems.includes(stem) ? equal : words.some((known) => known.startsWith(word)) ? prefix : 0;

/** The score of an indexed result; 0 if a typed word doesn't match. */
export function score(typed, { offer, title, synonyms }) {
  const each = typed.words.map((word, at) =>
    Math.max(
      best(word, typed.stems[at], title, weights.titleWord, weights.titlePrefix),
      ...synonyms.map((synonym) => best(word, typed.stems[at], synonym, weights.synonymWord, weights.synonymPrefix)),
    ),
  );
  const weakest = Math.min(...each);
  if (!weakest || !each.length) return 0;
  const whole = [title, ...synonyms].some((known) => known.stem === typed.stem) ? weights.wholeText : title.text.startsWith(typed.text) ? weights.startOfTitle : 0;
  return weakest + whole + (offer.bonus ?? 0);
}
