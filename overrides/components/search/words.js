// Words as the search sees them: cut to what their inflections share, and forgiven a slip.

const WORD = /[\p{L}\p{N}]+/gu;
const VOWEL = /[aeiouyåäö]/;
const longestFirst = (endings) => endings.split(" ").sort((a, b) => b.length - a.length);
const ENDINGS = {
  sv: longestFirst(
    "heterna hetens heter heten arnas ernas ornas andes anden andet arens arna erna orna ande aste aren ades erns ade are ern ens het ast ad an en ar er or as es at et na a e s " +
      "ingarna ingar ingen ings ing erierna erier eri elserna elsen elser else ligen liga ligt lig iga igt ig",
  ),
  en: longestFirst("ions ion ments ment ings ing edly ed ers er ies ily ly es s e"),
};

/** Return a word without its marks: "självklart" → "sjalvklart". */
export const fold = (word) => word.normalize("NFD").replace(/\p{M}/gu, "").replace(/æ/g, "ae").replace(/ø/g, "o").replace(/ß/g, "ss");

/** Return whether words that begin alike, but for their marks, can be one: å is not ä. */
export const agree = (a, b) => [...a].every((letter, at) => [letter, undefined, fold(letter)].includes(b[at]) || letter === fold(b[at]));

/** Return the words of a text with their places: [{word, at, size}, …]. */
export const places = (text) => [...text.matchAll(WORD)].map((found) => ({ word: found[0].toLowerCase(), at: found.index, size: found[0].length }));

/** Return the words of a text, in small letters. */
export const words = (text) => text.normalize("NFC").toLowerCase().match(WORD) ?? [];

/** Return the stem of a word: what its inflections share. */
export function stem(word, language) {
  if (word.length < 4 || /^\d/.test(word)) return word;
  return language === "en" ? englishStem(word) : swedishStem(word);
}

/** Double letters fall too, and the n of "bevakn(ing)". "Talesmannen" and "talesmän" are "talesman", "kontots" and "konton" are "konto". */
function swedishStem(word) {
  const one = word
    .replace(/([dgnrst])(?:män|mannen|männen)s?$/, "$1man")
    .replace(/(konto|foto|video|studio|bio|logo|info)(?:t|n|na|r|rna)?s?$/, "$1");
  if (/([dgnrst]man|konto|foto|video|studio|bio|logo|info)$/.test(one)) return one;
  return cut(one, ENDINGS.sv).replace(/([dgnm])\1$|([tk])t$|([bfgklmprv])n$/, "$1$2$3");
}

/** American spelling becomes British, or both become the same. */
function englishStem(word) {
  const british = word
    .replace(/our(?=$|s$|ed$|ing$|al$|ful$)/, "or")
    .replace(/i[sz](?=(e|ed|es|er|ing|ation|ations)$)/, "is")
    .replace(/yz(?=e|ing)/, "ys")
    .replace(/ogue$/, "og")
    .replace(/centre/, "center")
    .replace(/defence$/, "defense")
    .replace(/ies$|ied$/, "y");
  return cut(british, ENDINGS.en)
    .replace(/(.{4})at$/, "$1")
    .replace(/([bdfgmnprt])\1$/, "$1")
    .replace(/y$/, "i");
}

/** Cut an ending, and one more: "arkivering" → "arkiver" → "arkiv". Short words keep more: "ledig" is not "led". */
function cut(word, endings) {
  let root = word;
  for (const shortest of [3, 4]) {
    const fits = (end) => {
      const rest = root.slice(0, -end.length);
      return root.endsWith(end) && rest.length >= (/^l?ig/.test(end) ? 5 : shortest) && VOWEL.test(rest) && !(end === "s" && rest.endsWith("s"));
    };
    const ending = endings.find(fits);
    if (!ending) break;
    root = root.slice(0, -ending.length);
  }
  return root;
}

/** Return whether words differ by at most `most` slips: a letter more, less, other, or two that changed places. */
export function near(a, b, most = 1) {
  if (Math.abs(a.length - b.length) > most || !(a[0] === b[0] || a[1] === b[1] || a[0] === b[1] || a[1] === b[0])) return false;
  let before = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + same);
      if (i > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
      next[j] = cost;
      least = Math.min(least, cost);
    }
    if (least > most) return false;
    [before, row] = [row, next];
  }
  return row[b.length] <= most;
}
