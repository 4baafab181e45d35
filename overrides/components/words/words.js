// Words that scripts fill in. The words themselves come from the page.

const { lang } = document.documentElement;

/** The language of dates and numbers: British, in the English edition. */
export const language = lang === "en" ? "en-GB" : lang;

const rules = new Intl.PluralRules(language);

/** Choose from the plural forms of a string (JSON, `{one, other}`) by a number, and fill in `{n}` and other values. */
export function plural(forms, n, values = {}) {
  const known = JSON.parse(forms);
  return fill(known[rules.select(n)] ?? known.other, { n, ...values });
}

/** Fill in `{name}` in words. */
export function fill(words, values) {
  return Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), words);
}
