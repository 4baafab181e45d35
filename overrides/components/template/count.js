// How each platform counts, as in hooks/rulebook/counting.py. docs/rulebook/platforms.yml names the method and its source.

const LIGHT = [[0, 4351], [8192, 8205], [8208, 8223], [8242, 8247]]; // twitter-text, config/v3.json
const URL_LENGTH = 23;
const ADDRESS = /(^|[^A-Za-z0-9@$#])https?:\/\/\S*[^\s.,:;!?)"'”’]/gi;
const MENTION = /(^|[^=/\p{L}\p{N}_])(@[\p{L}\p{N}_]+)@[\p{L}\p{N}._-]*[\p{L}\p{N}_]/gu;
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u;

const segmenter = globalThis.Intl?.Segmenter && new Intl.Segmenter("sv", { granularity: "grapheme" });
const SIMPLE = /^[\n\x20-\u02ff\u2013-\u201d\u2026\u20ac]*$/; // every sign is a grapheme: no need for the slow way
const graphemes = (text) => (segmenter && !SIMPLE.test(text) ? [...segmenter.segment(text)].map((part) => part.segment) : [...text]);
const codePoints = (text) => [...text].length;
const bytes = (text) => new TextEncoder().encode(text).length;
const shortAddresses = (text) => text.replace(ADDRESS, `$1${"x".repeat(URL_LENGTH)}`);
const isLight = (sign) => LIGHT.some(([first, last]) => sign.codePointAt(0) >= first && sign.codePointAt(0) <= last);

/** X: most letters weigh one, other signs two, and a whole emoji two. */
const weight = (grapheme) => (EMOJI.test(grapheme) ? 2 : [...grapheme].reduce((sum, sign) => sum + (isLight(sign) ? 1 : 2), 0));
const weighted = (text) => graphemes(text).reduce((sum, grapheme) => sum + weight(grapheme), 0);

const METHODS = {
  "code-points": codePoints,
  "x-post": (text) => weighted(shortAddresses(text)),
  // X does not say how it counts a description: the stricter of two counts, and addresses as they are.
  "x-weighted": (text) => Math.max(codePoints(text), weighted(text)),
  "graphemes-bytes": (text) => graphemes(text).length,
  "graphemes-url23": (text) => graphemes(shortAddresses(text).replace(MENTION, "$1$2")).length,
};

/** Return {units, bytes} of a text as a platform counts it. */
export function count(text, method) {
  const normal = text.normalize("NFC");
  return { units: METHODS[method](normal), bytes: bytes(normal) };
}

/** Return how much of what was counted does not fit, in units or in bytes, whichever is more. */
export function excess(found, { max, maxBytes }) {
  return Math.max(found.units - max, maxBytes ? found.bytes - maxBytes : 0);
}

/** Return where in a text the part begins that does not fit. */
export function fitting(text, limit) {
  const ends = graphemes(text).reduce((all, grapheme) => (all.push(all.at(-1) + grapheme.length), all), [0]);
  let [low, high] = [0, ends.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (excess(count(text.slice(0, ends[middle]), limit.method), limit) > 0) high = middle - 1;
    else low = middle;
  }
  return ends[low];
}

/** Return the signs of a text that X counts as two, each once. */
export function doubles(text, method) {
  if (!method.startsWith("x-")) return [];
  return [...new Set(graphemes(text.normalize("NFC")).filter((grapheme) => weight(grapheme) > codePoints(grapheme)))];
}
