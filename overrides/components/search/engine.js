// Entries → an index, and a query → its answers, best first. Why it is ours: decisions/search.md.

import { agree, fold, near, places, stem, words } from "./words.js";

/** What decides the order. `make search-check` shows what a change does. */
export const WEIGHTS = {
  field: { title: 4, tags: 2.5, text: 1, context: 0.6 },
  enough: 2, // of the weights above: with so much a word counts for half of what it can
  kind: { steps: 1.2, tree: 1.1, checklist: 1.1, question: 1.05, rule: 1, step: 1, description: 0.9, message: 0.85, page: 0.7, term: 0.55 },
  match: { exact: 1, synonym: 0.75, prefix: 0.7, part: 0.65, half: 0.5, near: 0.6, far: 0.35 },
  faint: 0.5,
  whole: 0.6, // how much of the score hangs on answering all of the query
  mine: 1.7,
  abroad: 0.85,
};

const PHRASE = 4; // words, at most
const ALIKE = 5; // letters, at least

/** Return how much to favour an entry: the reader's own university comes first, those of another country (a set) last. */
export function favour(mine, abroad) {
  return ({ university }) => (university && university === mine ? WEIGHTS.mine : abroad.has(university) ? WEIGHTS.abroad : 1);
}

/** Return the entries of a file: it holds a list for each field, with numbers into `names` for values that come back. */
export function entries({ names, entries }) {
  const fields = Object.entries(entries).map(([field, values]) => [field, names[field] ? values.map((number) => names[field][number]) : values]);
  return entries.title.map((_, number) => Object.fromEntries(fields.map(([field, values]) => [field, values[number]])));
}

export class Index {
  /** Take what an edition's words mean to the search: {lang, stop, faint, synonyms, urgent}. */
  constructor({ lang, stop, faint, synonyms, urgent }) {
    this.language = lang;
    this.docs = [];
    this.postings = new Map(); // stem → Map(number of an entry → how strongly it holds the word)
    this.spelling = new Map(); // stem → [a word that has it, the word without marks, the stem without marks]
    this.bare = new Map(); // a word or a stem without marks → its stem
    this.stems = new Map();
    this.known = new Map(); // a word of the index → its stem
    this.given = new Map(); // stems of a phrase → the phrase
    this.slipped = new Map(); // what `slips` found, until there are more entries
    this.synonyms = new Map();
    for (const group of synonyms) this.addSynonyms(group);
    this.stop = this.phrases(stop);
    this.faint = this.phrases(faint);
    this.urgent = this.phrases(urgent);
  }

  /** Return the stem of a word of the index, remembered with its spelling. */
  learn(word) {
    if (this.known.has(word)) return this.known.get(word);
    const root = this.stem(word);
    this.known.set(word, root);
    const bare = [word, root].map(fold);
    if (!this.spelling.has(root)) this.spelling.set(root, [word, ...bare]);
    for (const one of bare) if (!this.bare.has(one)) this.bare.set(one, root);
    return root;
  }

  stem(word) {
    if (!this.stems.has(word)) this.stems.set(word, stem(word, this.language));
    return this.stems.get(word);
  }

  /** Return the stem of a word of a query, its marks mended: "lagga" is "lägga", though there is "lag" too. */
  root(word) {
    const root = this.stem(word);
    const isBare = word === fold(word);
    return this.known.get(word) ?? ((isBare && this.mended(word)) || (this.spelling.has(root) ? root : (this.mended(root) ?? root)));
  }

  /** Return the stem that a word, or a stem, has but for its marks. */
  mended(text) {
    const found = this.bare.get(fold(text));
    return found && agree(text, this.spelling.get(found)[0]) ? found : undefined;
  }

  /** Return the stems of phrases: "Tar bort" → "ta bort". */
  phrases(all) {
    const phrases = all.map((phrase) => [words(phrase).map((word) => this.learn(word)).join(" "), phrase]);
    for (const [roots, phrase] of phrases) if (!this.given.has(roots)) this.given.set(roots, phrase);
    return new Set(phrases.map(([roots]) => roots));
  }

  addSynonyms(group) {
    const phrases = [...this.phrases(group)];
    for (const phrase of phrases) this.synonyms.set(phrase, [...(this.synonyms.get(phrase) ?? []), ...phrases.filter((other) => other !== phrase)]);
  }

  /** Take more entries: {title, text, tags, context, kind, …}. */
  add(docs) {
    this.slipped.clear();
    for (const doc of docs) {
      const number = this.docs.push(doc) - 1;
      const weights = new Map();
      for (const [field, weight] of Object.entries(WEIGHTS.field)) {
        for (const word of words(doc[field])) {
          const root = this.learn(word);
          weights.set(root, (weights.get(root) ?? 0) + weight);
        }
      }
      for (const [root, weight] of weights) {
        if (!this.postings.has(root)) this.postings.set(root, new Map());
        this.postings.get(root).set(number, weight / (weight + WEIGHTS.enough));
      }
    }
  }

  /** Return {hits, terms, widened}: the answers, best first; what to mark; the words looked for besides the query's. `favour(doc)` multiplies a score. */
  search(query, favour = () => 1) {
    const scores = new Map();
    const found = { terms: new Map(), widened: new Set() };
    let most = 0;
    for (const unit of this.units(query)) {
      const { best, weight } = this.answers(unit, found);
      most += weight;
      for (const [number, score] of best) {
        const [sum, covered] = scores.get(number) ?? [0, 0];
        scores.set(number, [sum + score, covered + weight]);
      }
    }
    const hits = [...scores].map(([number, [sum, covered]]) => {
      const doc = this.docs[number];
      return { doc, number, score: sum * (1 - WEIGHTS.whole + (WEIGHTS.whole * covered) / most) * WEIGHTS.kind[doc.kind] * favour(doc) };
    });
    hits.sort((a, b) => b.score - a.score || a.number - b.number);
    return { hits, ...found };
  }

  /** Return [[from, to], …]: what to mark in a text. */
  marks(text, terms) {
    const all = places(text);
    const roots = all.map(({ word }) => this.stem(word));
    const found = [];
    for (let at = 0, size; at < all.length; at += size || 1) {
      for (size = PHRASE; size > 0; size--) {
        const from = terms.get(roots.slice(at, at + size).join(" "));
        if (from === undefined || at + size > all.length) continue;
        const last = all[at + size - 1];
        found.push([all[at].at + from, last.at + last.size]);
        break;
      }
    }
    return found;
  }

  /** Split a query into known phrases, words that were written apart, words. Stop words fall. */
  units(query) {
    const all = words(query);
    const found = [];
    for (let at = 0, size; at < all.length; at += size) {
      for (size = Math.min(PHRASE, all.length - at); size > 1; size--) {
        const unit = this.phrase(all.slice(at, at + size));
        if (unit && found.push(unit)) break;
      }
      if (size === 1) found.push({ word: all[at], root: this.root(all[at]) });
    }
    const asked = found.filter(({ root }) => !this.stop.has(root));
    return (asked.length ? asked : found).flatMap((unit) => this.halves(unit) ?? [unit]);
  }

  phrase(parts) {
    const root = parts.map((word) => this.root(word)).join(" ");
    const joined = parts.join("");
    if (this.synonyms.has(root) || this.stop.has(root)) return { word: joined, root };
    const isWhole = (word) => word.length > 2 && !this.stop.has(this.root(word));
    const writtenApart = parts.length === 2 && parts.every(isWhole) && this.postings.has(this.root(joined));
    return writtenApart ? { word: joined, root: this.root(joined) } : null;
  }

  /** A compound that nobody wrote is looked for by its two halves: "fototillstånd" → "foto", "tillstånd". */
  halves({ word, root }) {
    if (this.knows(root) || root.includes(" ") || this.slips(word, root).some(({ quality }) => quality === WEIGHTS.match.near)) return null;
    for (let at = 3; at <= word.length - 4; at++) {
      const parts = [word.slice(0, at), word.slice(at)];
      const roots = parts.map((part) => this.root(part));
      if (!this.knows(roots[0])) roots[0] = this.root(parts[0].replace(/s$/, ""));
      if (roots.every((part) => part.length > 2 && this.knows(part))) return roots.map((part, number) => ({ word: parts[number], root: part }));
    }
    return null;
  }

  knows(root) {
    return this.postings.has(root) || this.synonyms.has(root);
  }

  /** Return {best: Map(entry's number → score), weight: the most a unit can give}, and add to what was `found`. */
  answers(unit, found) {
    const best = new Map();
    let weight = 0;
    const variants = this.variants(unit).map((variant) => ({ ...variant, holding: this.holding(variant.phrase) })).filter(({ holding }) =>
      holding.size
    );
    const top = Math.max(...variants.map(({ quality }) => quality));
    const most = this.rarity(Math.max(...variants.filter(({ quality }) => quality === top).map(({ holding }) => holding.size)));
    const faint = this.faint.has(unit.root) ? WEIGHTS.faint : 1;
    for (const { phrase, quality, from, said, holding } of variants) {
      if (said) found.widened.add(said);
      const marked = phrase === unit.root ? [phrase, ...phrase.split(" ").filter((root) => !this.stop.has(root))] : [phrase];
      for (const term of marked) found.terms.set(term, Math.min(from, found.terms.get(term) ?? from));
      const value = faint * quality * Math.min(this.rarity(holding.size), most);
      weight = Math.max(weight, value);
      for (const [number, strength] of holding) best.set(number, Math.max(best.get(number) ?? 0, value * strength));
    }
    return { best, weight };
  }

  /** Return [{phrase: stems, quality, from: where in a word the match begins, said: the word where it is another}, …]. */
  variants({ word, root }) {
    const found = [{ phrase: root, quality: WEIGHTS.match.exact, from: 0 }];
    const addSynonyms = (of, quality) => {
      for (const phrase of this.synonyms.get(of) ?? []) {
        found.push({ phrase, quality: quality * WEIGHTS.match.synonym, from: 0, said: this.given.get(phrase) });
      }
    };
    addSynonyms(root, 1);
    if (root.includes(" ")) return found;
    const slips = this.knows(root) || word.length < 5 ? [] : this.slips(word, root);
    for (const { phrase, quality } of slips) {
      found.push({ phrase, quality, from: 0, said: this.spelling.get(phrase)[0] });
      addSynonyms(phrase, quality);
    }
    const isCut = root.length < 4 && root !== word; // "sam" of "samma" is not the beginning of "samtycke"
    for (const candidate of isCut ? [] : this.postings.keys()) {
      const related = this.related(root, candidate);
      if (related && !(slips.length && related.half)) found.push(related);
    }
    if (found.length === 1 && !this.knows(root)) found.push(...this.alike(root));
    return found;
  }

  /** Words that begin with the root, hold it, or are one of its halves. */
  related(root, candidate) {
    if (candidate === root || root.length < 3) return null;
    const share = Math.min(root.length, candidate.length) / Math.max(root.length, candidate.length);
    const { prefix, part, half } = WEIGHTS.match;
    const as = (quality, from = 0) => ({ phrase: candidate, quality: quality * (0.5 + share / 2), from, half: quality === half });
    const from = candidate.indexOf(root);
    if (from === 0) return as(prefix);
    if (from > 0 && root.length > 3) return as(part, from);
    return candidate.length > 3 && (root.startsWith(candidate) || root.endsWith(candidate)) ? as(half) : null;
  }

  /** Return [{phrase, quality}, …]: the known words nearest to an unknown one, by a slip or, if long, two. */
  slips(word, root) {
    if (!this.slipped.has(word)) this.slipped.set(word, this.findSlips(fold(word), fold(root)));
    return this.slipped.get(word);
  }

  findSlips(word, root) {
    const found = { near: [], far: [] };
    for (const [candidate, [, spelled, bare]] of this.spelling) {
      if (candidate.length < 3) continue;
      if (near(word, spelled) || (root.length > 4 && near(root, bare))) found.near.push(candidate);
      else if (word.length > 8 && near(word, spelled, 2)) found.far.push(candidate);
    }
    const grade = found.near.length ? "near" : "far";
    return found[grade].map((phrase) => ({ phrase, quality: WEIGHTS.match[grade] }));
  }

  /** The last resort for an unknown word: those that begin alike. */
  alike(root) {
    const beginning = root.slice(0, Math.max(ALIKE, root.length - 3));
    const all = beginning.length < ALIKE ? [] : [...this.postings.keys()].filter((candidate) => candidate.startsWith(beginning));
    return all.map((phrase) => ({ phrase, quality: WEIGHTS.match.far, from: 0, said: this.spelling.get(phrase)[0] }));
  }

  rarity(count) {
    return Math.log(1 + (this.docs.length - count + 0.5) / (count + 0.5));
  }

  /** Return Map(number → strength) of the entries that hold all words of a phrase. */
  holding(phrase) {
    const [first, ...others] = phrase.split(" ").map((root) => this.postings.get(root) ?? new Map());
    if (!others.length) return first;
    const all = [...first].filter(([number]) => others.every((holding) => holding.has(number)));
    return new Map(all.map(([number, strength]) => [number, Math.min(strength, ...others.map((holding) => holding.get(number)))]));
  }

  /** Say whether a query sounds like harassment, threat or danger, even with a slip. */
  isUrgent(query) {
    const all = words(query);
    const roots = all.map((word) => this.root(word));
    const within = (phrase) => ` ${roots.join(" ")} `.includes(` ${phrase} `);
    const slipped = (word) =>
      word.length > 6 && !this.knows(this.root(word)) && this.slips(word, this.root(word)).some(({ phrase }) => this.urgent.has(phrase));
    return [...this.urgent].some(within) || all.some(slipped);
  }

  /** Return up to three words of the index that a query may have meant, the nearest first. */
  suggestions(query) {
    const asked = words(query).map(fold).filter((word) => word.length > 3);
    const known = [...this.spelling].filter(([root, [, bare]]) => this.postings.has(root) && bare.length > 3);
    const close = [1, 2, 3].flatMap((most) =>
      asked.flatMap((word) => known.filter(([, [, bare]]) => word.length > most * 2 && near(word, bare, most)))
    );
    return [...new Set(close.map(([, [word]]) => word))].slice(0, 3);
  }
}
