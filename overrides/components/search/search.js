// Answers while the reader types. The index is fetched when the search is first touched, or when the page is idle.

import { read } from "../store/store.js";
import { Index } from "./engine.js";
import { fold, stem, words } from "./words.js";

const SHOWN = 10;

export class SiteSearch extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.list = this.querySelector("ol");
    this.status = this.querySelector('[data-part="status"]');
    this.none = this.querySelector('[data-part="none"]');
    this.shown = SHOWN;
    this.input.addEventListener("input", () => this.ask());
    this.input.addEventListener("focus", () => this.load(), { once: true });
    this.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask();
    });
    document.addEventListener("university", () => this.ask());
    (globalThis.requestIdleCallback ?? setTimeout)(() => this.load());
    const kept = new URL(location.href).searchParams.get("q");
    if (kept) {
      this.input.value = kept;
      this.ask();
    }
  }

  /** Fetch the index once; a failed fetch is tried again at the next touch. */
  load() {
    this.loading ??= fetch(this.dataset.index)
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))))
      .then((file) => (this.index = new Index(file)))
      .catch(() => (this.loading = undefined));
    return this.loading;
  }

  async ask() {
    const query = this.input.value.trim();
    this.shown = SHOWN;
    this.keep(query);
    if (!query) return this.show([], "");
    await this.load();
    if (query !== this.input.value.trim()) return;
    if (!this.index) return this.show([], this.dataset.failed);
    this.answer(query);
  }

  /** The query stays in the address: to share, and to come back to. */
  keep(query) {
    const url = new URL(location.href);
    if (query) url.searchParams.set("q", query);
    else url.searchParams.delete("q");
    if (url.href !== location.href) history.replaceState(history.state, "", url);
  }

  answer(query) {
    const mine = read("university").value;
    const home = this.querySelector(`template[data-university="${CSS.escape(mine ?? "")}"]`)?.dataset.country ?? this.country();
    const { hits, terms } = this.index.search(query, (doc) => {
      if (!doc.university) return 1;
      if (mine) return doc.university === mine ? 1.6 : 0.9;
      return this.countryOf(doc.university) === home || !home ? 1 : 0.85;
    });
    const best = hits.length ? hits[0].score : 0;
    const good = hits.filter((hit) => hit.score >= best * 0.12);
    const count = good.length;
    const items = good.slice(0, this.shown).map((hit) => this.item(hit.doc, terms));
    if (this.isUrgent(query)) items.unshift(this.part("urgent"));
    this.show(items, count ? this.counted(count) : this.dataset.none.replace("{query}", query));
    this.none.hidden = count > 0;
    if (!count) this.suggest(query);
    if (count > this.shown) this.addMore(query);
  }

  country() {
    return { sv: "SE", "sv-FI": "FI" }[document.documentElement.lang] ?? "";
  }

  countryOf(university) {
    return this.querySelector(`template[data-university="${university}"]`)?.dataset.country;
  }

  isUrgent(query) {
    const urgent = this.index.urgentWords;
    return words(query).some((word) => urgent.has(stem(word, this.index.language)));
  }

  counted(count) {
    const forms = JSON.parse(this.dataset.count);
    const form = new Intl.PluralRules(document.documentElement.lang).select(count);
    return (forms[form] ?? forms.other).replace("{n}", count);
  }

  part(name) {
    return this.querySelector(`template[data-part="${name}"]`).content.firstElementChild.cloneNode(true);
  }

  item(doc, terms) {
    const item = this.part("result");
    const kind = item.querySelector(".search-kind");
    for (const [name, value] of [["force", doc.force], ["university", doc.university]]) {
      const template = value && this.querySelector(`template[data-${name}="${value}"]`);
      if (template) kind.append(template.content.cloneNode(true), " ");
    }
    if (!doc.force) kind.append(this.querySelector(`template[data-kind="${doc.kind}"]`).content.cloneNode(true));
    const link = item.querySelector("a");
    link.href = this.dataset.root + doc.location;
    mark(link, doc.title, terms, this.index.language);
    mark(item.querySelector(".search-text"), sentence(doc.text, terms, this.index.language), terms, this.index.language);
    return item;
  }

  show(items, words) {
    this.list.replaceChildren(...items);
    this.status.textContent = words;
    if (items.length || !words) this.none.hidden = true;
  }

  suggest(query) {
    const found = this.index.suggestions(query);
    this.none.querySelector(".nearest")?.remove();
    if (!found.length) return;
    const line = Object.assign(document.createElement("p"), { className: "nearest", textContent: `${this.dataset.nearest} ` });
    for (const word of found) {
      const link = Object.assign(document.createElement("a"), { href: `?q=${encodeURIComponent(word)}`, textContent: word });
      line.append(link, " ");
    }
    this.none.prepend(line);
  }

  addMore(query) {
    const more = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: this.dataset.more });
    button.addEventListener("click", () => {
      const next = this.list.children.length - 1;
      this.shown += SHOWN;
      this.answer(query);
      this.list.children[next]?.querySelector("a")?.focus();
    });
    more.append(button);
    this.list.append(more);
  }
}

/** Return the sentence of a text that holds most of the terms. */
function sentence(text, terms, language) {
  const all = text.split(/(?<=[.!?])\s+/);
  const count = (part) => words(part).filter((word) => terms.has(stem(word, language))).length;
  return all.reduce((best, part) => (count(part) > count(best) ? part : best), all[0] ?? "");
}

/** Fill an element with a text, the words that answer the query marked. */
function mark(element, text, terms, language) {
  let end = 0;
  for (const found of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    if (!terms.has(stem(fold(found[0]), language))) continue;
    element.append(text.slice(end, found.index), Object.assign(document.createElement("mark"), { textContent: found[0] }));
    end = found.index + found[0].length;
  }
  element.append(text.slice(end));
}

if (!customElements.get("site-search")) customElements.define("site-search", SiteSearch);
