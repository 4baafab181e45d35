// How each platform counts. docs/rulebook/platforms.yml names the method and its source.

const LIGHT = [[0, 4351], [8192, 8205], [8208, 8223], [8242, 8247]]; // twitter-text, version 3
const URL_LENGTH = 23;
const ADDRESS = /https?:\/\/[^\s]+/g;

const codePoints = (text) => [...text].length;
const bytes = (text) => new TextEncoder().encode(text).length;

function graphemes(text) {
  if (!Intl.Segmenter) return codePoints(text);
  return [...new Intl.Segmenter("sv", { granularity: "grapheme" }).segment(text)].length;
}

/** X's weighted count: most letters weigh one, other signs two. */
function weighted(text) {
  const segments = Intl.Segmenter ? [...new Intl.Segmenter("sv", { granularity: "grapheme" }).segment(text)].map((part) => part.segment) : [...text];
  return segments.reduce((sum, segment) => sum + (/\p{Extended_Pictographic}/u.test(segment) ? 2 : weightOf(segment)), 0);
}

function weightOf(segment) {
  return [...segment].reduce((sum, sign) => sum + (LIGHT.some(([from, to]) => sign.codePointAt(0) >= from && sign.codePointAt(0) <= to) ? 1 : 2), 0);
}

/** Return {units, bytes} of a text as a platform counts it. X does not say how it counts a description: the stricter of two counts. */
export function count(text, method) {
  const normal = text.normalize("NFC").trim();
  const methods = {
    "code-points": () => codePoints(normal),
    "x-weighted": () => Math.max(codePoints(normal), weighted(normal)),
    "graphemes-bytes": () => graphemes(normal),
    "graphemes-url23": () => graphemes(normal.replace(ADDRESS, "x".repeat(URL_LENGTH))),
  };
  return { units: methods[method](), bytes: bytes(normal) };
}
