// A decision tree, one question at a time. The address and the history are the whole state, so that back, forward and
// sharing work as in any site; a private tree keeps its answers in memory alone, and its history knows only their number.

import { answer, copy } from "../clipboard/clipboard.js";
import { language } from "../words/words.js";

const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
const clean = (text) => text.replace(/\s+/g, " ").trim();

/** The words of an element, without those that only a screen reader is told. */
function words(element) {
  const copied = element.cloneNode(true);
  for (const hidden of copied.querySelectorAll(".vh")) hidden.remove();
  return clean(copied.textContent);
}

const parts = (element) => [...element.children].map(words);

export class DecisionTree extends HTMLElement {
  connectedCallback() {
    if (this.nodes) return;
    this.nodes = new Map([...this.querySelectorAll(":scope > :is(.question, .outcome)")].map((node) => [node.id, node]));
    this.private = this.hasAttribute("data-private");
    this.kept = [];
    this.pageTitle = document.title;
    for (const link of this.querySelectorAll("a[href^='#']")) {
      link.dataset.to = link.hash.slice(1);
      if (this.private) link.href = `#${this.id}`;
    }
    this.toggleAttribute("data-walking", true);
    this.addEventListener("click", (event) => this.pressed(event));
    addEventListener("popstate", () => setTimeout(() => this.arrive())); // later the browser itself takes the focus away
    addEventListener("beforeprint", () => this.date());
    document.addEventListener("university", () => this.fresh && this.begin());
    this.arrive(true);
  }

  part(name) {
    return this.querySelector(`[data-part="${name}"]`);
  }

  title(id) {
    return words(this.nodes.get(id).querySelector("h2"));
  }

  link({ at, by }) {
    return this.nodes.get(at)?.querySelectorAll(".answers a")[by];
  }

  // ------------------------------------------------------------ where the reader is

  /** Show what the address and the history say. An address of another part of the page changes nothing here. */
  arrive(first = false) {
    const hash = location.hash.slice(1);
    const mine = hash === this.id || hash.startsWith(`${this.id}-`);
    const lost = mine && !document.getElementById(hash);
    if (this.private) this.recall(first, mine);
    else if (this.nodes.has(hash)) this.show(hash, this.whole(history.state?.tree === this.id && history.state.trail), !first);
    else if (first || lost || !hash || hash === this.id) this.begin(lost, !first);
    if (first && this.nodes.has(hash) && !this.private) this.current.scrollIntoView();
  }

  /** A private tree takes its place from memory, and its parts out of the address. */
  recall(first, mine) {
    if (first) history.replaceState({ tree: this.id, step: 0 }, "", mine ? `#${this.id}` : location.href);
    if (history.state?.tree !== this.id) return;
    const kept = this.kept[history.state.step];
    if (kept) this.show(kept.at, kept.trail, !first);
    else this.begin(false, !first);
  }

  /** Return a trail, or none if it does not fit the tree as it is now. */
  whole(trail) {
    return Array.isArray(trail) && trail.every((step) => this.link(step)) ? trail : [];
  }

  /** Show the first question, or what follows from the university that is chosen on this device. */
  begin(lost = false, move = false) {
    const [at, trail] = lost ? [this.dataset.start, []] : this.skip(this.dataset.start, []);
    this.show(at, trail, move);
    this.fresh = !lost;
    this.part("notice").hidden = !lost;
    if (lost) this.part("notice").textContent = this.dataset.unknown;
  }

  /** Answer questions about the university for the reader who has chosen one; the answer is shown and can be changed. */
  skip(at, trail) {
    const chosen = document.documentElement.dataset.university;
    const by = chosen ? [...this.nodes.get(at).querySelectorAll(".answers a")].findIndex((link) => link.dataset.chooses === chosen) : -1;
    return by < 0 ? [at, trail] : this.skip(this.link({ at, by }).dataset.to, [...trail, { at, by }]);
  }

  pressed(event) {
    const button = event.target.closest("button");
    const link = event.target.closest("a[data-to]");
    if (button?.dataset.part === "print") print();
    if (button?.dataset.part === "copy") this.copy(button);
    if (!link || !this.nodes.has(link.dataset.to) || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.go(...this.next(link));
  }

  /** Return [where a link leads, the answers that lead there]. */
  next(link) {
    const to = link.dataset.to;
    if (link.dataset.part === "restart") return this.skip(this.dataset.start, []);
    if (link.dataset.step) return [to, this.trail.slice(0, Number(link.dataset.step))];
    const question = link.closest(".question");
    if (!question) return [to, []];
    const by = [...question.querySelectorAll(".answers a")].indexOf(link);
    return this.skip(to, [...this.trail, { at: question.id, by }]);
  }

  go(at, trail) {
    if (this.private) {
      const step = (history.state?.step ?? 0) + 1;
      this.kept[step] = { at, trail };
      history.pushState({ tree: this.id, step }, "");
    } else {
      history.pushState({ tree: this.id, trail }, "", `#${at}`);
    }
    this.show(at, trail, true);
  }

  // ------------------------------------------------------------ what the reader sees

  show(at, trail, move = false) {
    const node = this.nodes.get(at);
    this.trail = trail;
    this.fresh = false;
    this.current?.removeAttribute("data-current");
    this.current = node;
    node.toggleAttribute("data-current", true);
    this.toggleAttribute("data-done", node.matches(".outcome"));
    this.part("notice").hidden = true;
    this.drawPath();
    this.drawEnd(node);
    const begun = at !== this.dataset.start || trail.length > 0;
    if (!this.private) document.title = begun ? `${this.title(at)} – ${this.pageTitle}` : this.pageTitle;
    if (move) this.moveTo(node);
  }

  moveTo(node) {
    const title = node.querySelector("h2");
    title.focus({ preventScroll: true });
    node.scrollIntoView({ block: "nearest" });
    title.scrollIntoView({ block: "nearest" });
  }

  drawPath() {
    const list = this.querySelector(".path");
    list.parentElement.hidden = !this.trail.length;
    list.replaceChildren(...this.trail.map((step, index) => this.pathItem(step, index)));
  }

  pathItem(step, index) {
    const title = this.title(step.at);
    const link = make("a", { href: `#${this.private ? this.id : step.at}` }, `${this.dataset.change} `, make("span", { className: "vh" }, title));
    Object.assign(link.dataset, { to: step.at, step: index });
    return make("li", {}, make("span", {}, title), make("b", {}, this.answer(step)), link);
  }

  answer(step) {
    return words(this.link(step).querySelector("b"));
  }

  /** What stands at the end of a question or outcome: why, and what can be done with it. */
  drawEnd(node) {
    this.querySelector(".because")?.remove();
    const done = node.matches(".outcome");
    const tools = this.part("tools");
    tools.hidden = !done && !this.trail.length;
    for (const button of tools.querySelectorAll("button")) button.hidden = !done;
    this.part("dated").hidden = !done;
    node.append(this.part("dated"), tools);
    if (!done || !this.trail.length) return;
    const answers = this.trail.map((step) => this.answer(step)).join(" · ");
    node.querySelector('[data-part="why"]').after(make("p", { className: "because" }, `${this.dataset.because} ${answers}`));
  }

  /** Return the day, and the address where it may be told. */
  date() {
    const day = new Date().toLocaleDateString(language, { dateStyle: "long" });
    const text = this.dataset.dated.replace("{date}", day) + (this.private ? "" : `: ${location.href}`);
    this.part("dated").textContent = text;
    return text;
  }

  // ------------------------------------------------------------ the note for the file

  async copy(button) {
    const done = await copy(this.note(), this.current);
    answer(button, done ? this.dataset.copied : this.dataset.marked, this.part("status"));
  }

  /** The outcome as plain text, with the answers that led to it and the day. */
  note() {
    const given = this.trail.map((step) => `- ${this.title(step.at)} ${this.answer(step)}`);
    const blocks = [...this.current.children].filter((block) => !block.matches("h2, .crumb, .no-print, .because, [data-part=dated]"));
    return [
      this.dataset.title,
      this.title(this.current.id),
      this.date(),
      ...(given.length ? ["", this.dataset.because, ...given] : []),
      ...blocks.flatMap((block) => this.lines(block)),
    ].join("\n");
  }

  lines(block) {
    if (block.matches("h3, .note")) return ["", words(block)];
    if (block.matches(".whose")) return [parts(block).join(": ")];
    return [...block.children].map((item, index) => `${block.matches("ol") ? `${index + 1}.` : "-"} ${this.item(item)}`);
  }

  item(item) {
    if (item.matches("dl > *")) return parts(item).join(": ");
    if (!item.matches(".reasons > *")) return words(item);
    const [name, ...rest] = item.children;
    return [`${parts(name).join(": ")}.`, ...rest.map(words)].join(" ");
  }
}

if (!customElements.get("decision-tree")) customElements.define("decision-tree", DecisionTree);
