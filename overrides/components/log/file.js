// A log as a file: first for people, then one line of JSON by which the page opens it again.

const FIELDS = ["when", "where", "address", "account", "what", "saw", "kept", "told", "sum"];
const MARK = "rattesnore-log";
const LONGEST = 4000; // characters of one field

/** Return an entry with the fields we know, as trimmed words, without the empty ones. */
export function tidy(entry) {
  const words = FIELDS.map((name) => [name, typeof entry?.[name] === "string" ? entry[name].trim().slice(0, LONGEST) : ""]);
  return Object.fromEntries(words.filter(([, value]) => value));
}

/** Return the entries that are not among others. */
export function besides(entries, others) {
  const there = new Set(others.map(same));
  return entries.filter((entry) => !there.has(same(entry)));
}

/** What two entries have in common that say the same. */
export const same = (entry) => JSON.stringify(tidy(entry));

/** Return a log as a file of plain text. */
export function toFile(text, entries) {
  return new Blob([`${text}\n\n----\n${JSON.stringify({ [MARK]: 1, entries })}\n`], { type: "text/plain;charset=utf-8" });
}

/** Return the entries of such a file, or null if it is none. */
export function fromFile(text) {
  try {
    const data = JSON.parse(text.trimEnd().split("\n").at(-1));
    const entries = data[MARK] === 1 ? data.entries.map(tidy).filter((entry) => Object.keys(entry).length) : [];
    return entries.length ? entries : null;
  } catch {
    return null;
  }
}
