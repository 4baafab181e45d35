// Answers while the reader types. The index is fetched at the first touch; with many universities, theirs follow.

import { keepPage } from "../offline/offline.js";
import { read } from "../store/store.js";
import { entries, favour, Index } from "./engine.js";

const SHOWN = 10;
const GOOD = 0.15; // of the best score: what is below is not shown
const WIDENED = 4; // words told of those that were looked for besides the query's
const PAUSE = 600; // ms without a key, before a screen reader is told
const FIRST = 6; // files of universities that are waited for
const REST = 1500; // ms without a key, before the others follow

export class SiteSearch extends HTMLElement {
  connectedCallback() {
    this.part("unscripted")?.remove();
    this.input = this.querySelector("input");
    this.list = this.querySelector("ol");
    this.status = this.part("status");
    this.told = this.part("told");
    this.none = this.part("none");
    this.failed = this.part("failed");
    this.input.addEventListener("input", () => this.ask());
    this.input.addEventListener("focus", () => this.load());
    this.addEventListener("keydown", (event) => this.press(event));
    this.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask();
    });
    this.failed.querySelector("button").addEventListener("click", () => {
      this.input.focus();
      this.ask();
    });
    document.addEventListener("university", () => this.ask());
    const asked = this.input.value || new URL(location.href).searchParams.get("q");
    if (asked) {
      this.input.value = asked;
      this.ask();
    } else if ("focus" in this.dataset) this.input.focus({ preventScroll: true });
    else if (document.activeElement === this.input) this.load();
  }

  part(name) {
    return this.querySelector(`[data-part="${name}"]`);
  }

  copy(kind, name) {
    return this.querySelector(`template[data-${kind}="${name}"]`).content.cloneNode(true);
  }

  get universities() {
    return [...this.querySelectorAll("template[data-university]")].map(({ dataset }) => ({ id: dataset.university, abroad: "abroad" in dataset }));
  }

  // ------------------------------------------------------------ the index

  /** Fetch the index once. A failed fetch is told, and tried again at the next touch. */
  load() {
    this.loading ??= this.fetchIndex().catch(() => {
      this.loading = undefined;
      this.failed.hidden = false;
    });
    return this.loading;
  }

  async fetchIndex() {
    const file = await json(this.dataset.index);
    const index = new Index(file.config);
    index.add(entries(file));
    const mine = read("university").value;
    const abroad = new Set(this.universities.filter((university) => university.abroad).map(({ id }) => id));
    const rank = ({ university }) => (university === mine ? 0 : abroad.has(university) ? 2 : 1);
    const parts = file.parts.sort((a, b) => rank(a) - rank(b));
    await this.take(index, parts.slice(0, FIRST));
    this.rest = parts.slice(FIRST);
    this.index = index;
    this.failed.hidden = true;
    setTimeout(keepPage, REST, true);
  }

  /** Take the files of some universities into the index, in their order. */
  async take(index, parts) {
    const files = await Promise.all(parts.map(({ file }) => json(this.dataset.root + file)));
    for (const file of files) {
      index.add(entries(file));
      await new Promise((next) => setTimeout(next));
    }
  }

  /** Take the rest; the answers are renewed unless the reader is among them. */
  async follow() {
    const parts = this.rest.splice(0);
    try {
      await this.take(this.index, parts);
    } catch {
      this.loading = this.index = undefined;
      this.failed.hidden = false;
    }
    if (this.index && !this.list.contains(document.activeElement)) this.ask();
  }

  // ------------------------------------------------------------ asking

  async ask() {
    const query = this.input.value.trim();
    this.shown = SHOWN;
    this.keep(query);
    if (!query) return this.show([], "");
    await this.load();
    if (this.index && query === this.input.value.trim()) this.answer(query);
  }

  /** The query stays in the address: to share, and to come back to. */
  keep(query) {
    const url = new URL(location.href);
    if (query) url.searchParams.set("q", query);
    else url.searchParams.delete("q");
    if (url.href !== location.href) history.replaceState(history.state, "", url);
  }

  /** Return {hits, terms, widened, urgent}: what answers a query, best first, and whether it sounds like a call for help. */
  find(query) {
    const abroad = new Set(this.universities.filter((university) => university.abroad).map(({ id }) => id));
    const { hits, ...more } = this.index.search(query, favour(read("university").value, abroad));
    const urgent = Boolean(this.part("urgent")) && this.index.isUrgent(query);
    return { ...more, urgent, hits: hits.filter(({ doc, score }) => score >= hits[0].score * GOOD && !(urgent && doc.kind === "steps")) };
  }

  answer(query) {
    const { hits, terms, widened, urgent } = this.find(query);
    const items = hits.slice(0, this.shown).map(({ doc }, number) => this.item(doc, terms, number));
    if (urgent) items.unshift(this.copy("part", "urgent"));
    const also = [...widened].slice(0, WIDENED).join(", ");
    if (hits.length) this.show(items, this.counted(hits.length), also && this.dataset.widened.replace("{words}", also));
    else this.show(items, this.dataset.none.replace("{query}", query));
    this.none.hidden = hits.length > 0;
    if (!hits.length) this.suggest(query);
    if (hits.length > this.shown) this.addMore(query);
    this.bringUp();
    this.tellAway();
  }

  /** While one types on a small screen, the answers are not left below it. */
  bringUp() {
    const lowest = (globalThis.visualViewport?.height ?? innerHeight) * 0.8;
    if (this.contains(document.activeElement) && this.list.getBoundingClientRect().top > lowest) this.input.scrollIntoView({ block: "start" });
  }

  /** Without a network, say which answers lead to pages that are not on the device. */
  async tellAway() {
    for (const link of navigator.onLine ? [] : this.list.querySelectorAll("a")) {
      if (!(await caches.match(link.href.replace(/[?#].*/, "")))) {
        link.closest("li").querySelector(".search-kind").append(" ", this.copy("part", "away"));
      }
    }
  }

  counted(count) {
    const forms = JSON.parse(this.dataset.count);
    const form = new Intl.PluralRules(document.documentElement.lang).select(count);
    return (forms[form] ?? forms.other).replace("{n}", count);
  }

  // ------------------------------------------------------------ showing

  /** Show the answers at once; a screen reader is told of them after a pause. */
  show(items, told, also = "") {
    this.list.replaceChildren(...items);
    if (!told) this.none.hidden = true;
    this.told.replaceChildren(Object.assign(document.createElement("b"), { textContent: told }), ` ${also}`);
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.status.textContent = this.told.textContent, told ? PAUSE : 0);
    clearTimeout(this.later);
    if (told && this.rest.length) this.later = setTimeout(() => this.follow(), REST);
  }

  item(doc, terms, number) {
    const item = this.copy("part", "result");
    const kind = item.querySelector(".search-kind");
    kind.id = `search-kind-${number}`;
    kind.append(this.copy("kind", doc.kind));
    if (doc.force) kind.append(" ", this.copy("force", doc.force));
    if (doc.university) kind.append(" ", this.copy("university", doc.university));
    if (doc.university && doc.university === read("university").value) kind.querySelector(".uni").toggleAttribute("data-mine", true);
    const link = item.querySelector("a");
    link.href = this.dataset.root + doc.page + (doc.anchor && `#${doc.anchor}`);
    link.setAttribute("aria-describedby", kind.id);
    this.mark(link, doc.title, terms);
    this.mark(item.querySelector(".search-text"), this.sentence(doc.text, terms), terms);
    return item;
  }

  /** Return the sentence of a text that holds most of what was looked for. */
  sentence(text, terms) {
    const all = text.split(/(?<=[.!?])\s+/);
    const counts = all.map((sentence) => this.index.marks(sentence, terms).length);
    return all[counts.indexOf(Math.max(...counts))];
  }

  /** Fill an element with a text, with what was looked for marked. */
  mark(element, text, terms) {
    let end = 0;
    for (const [from, to] of this.index.marks(text, terms)) {
      element.append(text.slice(end, from), Object.assign(document.createElement("mark"), { textContent: text.slice(from, to) }));
      end = to;
    }
    element.append(text.slice(end));
  }

  suggest(query) {
    const nearest = this.part("nearest");
    const links = this.index.suggestions(query).map((word) =>
      Object.assign(document.createElement("a"), { href: `?q=${encodeURIComponent(word)}`, textContent: word })
    );
    nearest.querySelector("span").replaceChildren(...links.flatMap((link) => [link, " "]));
    nearest.hidden = !links.length;
  }

  addMore(query) {
    const more = this.copy("part", "more");
    more.querySelector("button").addEventListener("click", () => {
      const next = this.list.children.length - 1;
      this.shown += SHOWN;
      this.answer(query);
      this.list.children[next].querySelector("a").focus();
    });
    this.list.append(more);
  }

  // ------------------------------------------------------------ the keyboard

  /** Arrows go from the field through the answers and back; Escape goes back to the field, and there it clears. */
  press(event) {
    const stops = [this.input, ...this.list.querySelectorAll("a, button")];
    const at = stops.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at < 0 || (!step && event.key !== "Escape")) return;
    event.preventDefault();
    if (step) stops[at + step]?.focus();
    else if (at > 0) this.input.focus();
    else {
      this.input.value = "";
      this.ask();
    }
  }
}

async function json(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

if (!customElements.get("site-search")) customElements.define("site-search", SiteSearch);
