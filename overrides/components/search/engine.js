// The search: entries → an index in memory, and a query → the entries that answer it, best first.
// It knows inflection, halves of compounds, one-letter slips, missing diacritics and synonyms; see docs/…/editors.

const WORD = /[\p{L}\p{N}]+/gu;
const FIELD_WEIGHTS = { title: 4, tags: 3, text: 1, context: 0.6 };
const KIND_WEIGHTS = { steps: 1.25, tree: 1.2, checklist: 1.2, description: 1.1, message: 1.1, question: 1, rule: 1, outcome: 0.9, step: 1, term: 0.9, item: 0.75, page: 0.8 };
const QUALITY = { exact: 1, synonym: 0.75, prefix: 0.7, part: 0.65, whole: 0.5, near: 0.6, far: 0.35 };

const SWEDISH_ENDINGS = "heterna hetens heter heten arnas ernas ornas andes anden andet arens arna erna orna ande aste aren ades erns ade are ern ens het ast ad en ar er or as es at et na a e s".split(" ");
const ENGLISH_ENDINGS = "ations ation ments ment ings ing edly ed ers er ies ily ly es s e".split(" ");

/** Return a word in small letters without its marks: "Självklart" → "sjalvklart". */
export const fold = (word) => word.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/æ/g, "ae").replace(/ø/g, "o").replace(/ß/g, "ss");

/** Return the words of a text, folded. */
export const words = (text) => (text.match(WORD) ?? []).map(fold);

/** Return the stem of a folded word: what its inflections share. */
export function stem(word, language) {
  if (word.length < 4 || /^\d/.test(word)) return word;
  return language === "en" ? englishStem(word) : swedishStem(word);
}

function swedishStem(word) {
  const ending = SWEDISH_ENDINGS.find((end) => word.endsWith(end) && word.length - end.length >= 3 && /[aeiouy]/.test(word.slice(0, -end.length)));
  const cut = ending ? word.slice(0, -ending.length) : word;
  return cut.replace(/(d)d$|(g)d$|(n)n$|(t)t$|(m)m$|(k)t$/, "$1$2$3$4$5$6").replace(/(.{3})(lig|ig|els)$/, "$1");
}

function englishStem(word) {
  const british = word.replace(/our(?=$|s$|ed$|ing$|al$|ful$)/, "or").replace(/i[sz](?=(e|ed|es|er|ing|ation)s?$)/, "is").replace(/yz(?=e)/, "ys").replace(/ogue$/, "og").replace(/centre/, "center").replace(/defence$/, "defense").replace(/licence$/, "license");
  const ending = ENGLISH_ENDINGS.find((end) => british.endsWith(end) && british.length - end.length >= 3 && /[aeiouy]/.test(british.slice(0, -end.length)));
  let cut = ending ? british.slice(0, -ending.length) : british;
  if (ending?.startsWith("i") && ending !== "ing" && ending !== "ings") cut += "i";
  return cut.replace(/([bdfgmnprt])\1$/, "$1").replace(/y$/, "i");
}

/** Return whether two words differ by at most `most` slips: a letter more, less, other, or two that changed places. */
export function near(a, b, most = 1) {
  if (Math.abs(a.length - b.length) > most) return false;
  let before = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    if (Math.min(...next) > most) return false;
    [before, row] = [row, next];
  }
  return row[b.length] <= most;
}

export class Index {
  /** Take the file of an edition: {config: {lang, stop, synonyms, urgent}, docs: [{location, title, text, tags, …}]}. */
  constructor({ config, docs }) {
    this.docs = docs;
    this.language = config.lang[0];
    this.stop = new Set(config.stop.map(fold));
    this.postings = new Map();
    this.spelling = new Map();
    docs.forEach((doc, number) => this.add(doc, number));
    this.vocabulary = [...this.postings.keys()];
    this.synonyms = this.synonymsByStem(config.synonyms);
    this.urgentWords = new Set(config.urgent.flatMap(words).map((word) => stem(word, this.language)));
  }

  add(doc, number) {
    const weights = new Map();
    for (const [field, weight] of Object.entries(FIELD_WEIGHTS)) {
      const text = Array.isArray(doc[field]) ? doc[field].join(" ") : (doc[field] ?? "");
      for (const word of words(text)) {
        const root = stem(word, this.language);
        weights.set(root, (weights.get(root) ?? 0) + weight);
        if (!this.spelling.has(root)) this.spelling.set(root, word);
      }
    }
    for (const [root, weight] of weights) {
      if (!this.postings.has(root)) this.postings.set(root, []);
      this.postings.get(root).push([number, weight / (weight + 2)]);
    }
  }

  synonymsByStem(groups) {
    const found = new Map();
    for (const group of groups) {
      const roots = group.map((phrase) => words(phrase).map((word) => stem(word, this.language)));
      for (const phrase of roots) {
        if (phrase.length !== 1) continue;
        const others = roots.filter((other) => other !== phrase).flatMap((other) => other);
        found.set(phrase[0], [...(found.get(phrase[0]) ?? []), ...others]);
      }
    }
    return found;
  }

  /** Return Map(stem of the index → how well it answers the word). */
  variants(word) {
    const root = stem(word, this.language);
    const found = new Map();
    const take = (candidate, quality) => found.set(candidate, Math.max(quality, found.get(candidate) ?? 0));
    if (this.postings.has(root)) take(root, QUALITY.exact);
    for (const synonym of this.synonyms.get(root) ?? []) if (this.postings.has(synonym)) take(synonym, QUALITY.synonym);
    for (const candidate of this.vocabulary) this.related(root, word, candidate, take);
    if (!this.postings.has(root) && word.length >= 4) this.slips(word, root, take);
    return found;
  }

  related(root, word, candidate, take) {
    if (candidate === root || root.length < 3) return;
    const share = Math.min(root.length, candidate.length) / Math.max(root.length, candidate.length);
    if (candidate.startsWith(root)) take(candidate, QUALITY.prefix * (0.5 + share / 2));
    else if (root.length >= 4 && candidate.includes(root)) take(candidate, QUALITY.part * (0.5 + share / 2));
    else if (candidate.length >= 4 && (root.startsWith(candidate) || root.endsWith(candidate))) take(candidate, QUALITY.whole * (0.5 + share / 2));
  }

  slips(word, root, take) {
    const most = word.length >= 8 ? 2 : 1;
    for (const candidate of this.vocabulary) {
      if (candidate.length < 3) continue;
      if (near(root, candidate) || near(word, this.spelling.get(candidate))) take(candidate, QUALITY.near);
      else if (most === 2 && near(root, candidate, 2)) take(candidate, QUALITY.far);
      else if (root.length >= 5 && candidate.length > root.length && near(root, candidate.slice(0, root.length))) take(candidate, QUALITY.far);
      else if (root.length >= 5 && candidate.length > root.length && near(root, candidate.slice(-root.length))) take(candidate, QUALITY.far);
    }
  }

  rarity(root) {
    const count = this.postings.get(root).length;
    return Math.log(1 + (this.docs.length - count + 0.5) / (count + 0.5));
  }

  /**
   * Return {hits, terms}: the entries that answer a query, best first, and the stems that were looked for.
   * `favour(doc)` multiplies an entry's score: the reader's own university, say.
   */
  search(query, favour = () => 1) {
    const all = words(query);
    const asked = all.filter((word) => !this.stop.has(word));
    const scores = new Map();
    const terms = new Set();
    let weightOfAll = 0;
    for (const word of asked.length ? asked : all) {
      const variants = this.variants(word);
      const best = new Map();
      let weight = 0;
      for (const [root, quality] of variants) {
        terms.add(root);
        const rarity = this.rarity(root);
        weight = Math.max(weight, quality * rarity);
        for (const [number, strength] of this.postings.get(root)) best.set(number, Math.max(best.get(number) ?? 0, quality * rarity * strength));
      }
      weightOfAll += weight;
      for (const [number, score] of best) {
        const [sum, covered] = scores.get(number) ?? [0, 0];
        scores.set(number, [sum + score, covered + weight]);
      }
    }
    const hits = [...scores].map(([number, [sum, covered]]) => {
      const doc = this.docs[number];
      return { doc, score: sum * (0.3 + 0.7 * (covered / weightOfAll)) * (KIND_WEIGHTS[doc.kind] ?? 1) * favour(doc) };
    });
    hits.sort((a, b) => b.score - a.score || this.docs.indexOf(a.doc) - this.docs.indexOf(b.doc));
    return { hits, terms };
  }

  /** Return up to three words of the index that a query may have meant. */
  suggestions(query) {
    const close = words(query).flatMap((word) => [...this.spelling.values()].filter((known) => known.length > 3 && near(word, known, word.length > 5 ? 3 : 2)));
    return [...new Set(close)].slice(0, 3);
  }
}
