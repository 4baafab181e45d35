// A decision tree, one question at a time. The address is the whole state: back, forward and sharing work as in any site.

import { answer, copy } from "../clipboard/clipboard.js";

const part = (root, name) => root.querySelector(`[data-part="${name}"]`);

export class DecisionTree extends HTMLElement {
  connectedCallback() {
    if (this.nodes) return;
    this.nodes = new Map([...this.querySelectorAll(":scope > .question, :scope > .outcome")].map((node) => [node.id, node]));
    this.private = this.hasAttribute("data-private");
    this.toggleAttribute("data-walking", true);
    for (const button of this.querySelectorAll("button")) button.hidden = false;
    this.addEventListener("click", (event) => this.pressed(event));
    if (!this.private) addEventListener("popstate", () => this.arrive(true));
    this.trail = [];
    this.arrive(false);
  }

  /** Show what the address says; an address of nowhere shows the first question and says so. */
  arrive(focus) {
    const hash = this.private ? "" : decodeURIComponent(location.hash.slice(1));
    const known = this.nodes.has(hash);
    const ours = hash.startsWith(`${this.id}-`);
    this.trail = history.state?.tree === this.id ? history.state.trail : [];
    const line = part(this, "notice");
    line.hidden = !(ours && !known);
    if (ours && !known) line.textContent = this.dataset.unknown;
    this.show(known ? hash : this.dataset.start, focus);
  }

  pressed(event) {
    const link = event.target.closest("a[href^='#']");
    const button = event.target.closest("button");
    const current = this.querySelector("[data-current]");
    if (button?.dataset.part === "print") print();
    if (button?.dataset.part === "copy") this.copyOutcome(button, current);
    const target = link?.hash.slice(1);
    if (!target || !this.nodes.has(target)) return;
    event.preventDefault();
    if (link.dataset.part === "restart") this.trail = [];
    else if (link.dataset.step) this.trail = this.trail.slice(0, Number(link.dataset.step));
    else this.trail = [...this.trail, { id: current.id, answer: link.querySelector(".answer").textContent }];
    if (!this.private) history.pushState({ tree: this.id, trail: this.trail }, "", `#${target}`);
    this.show(target, true);
  }

  show(id, focus) {
    for (const node of this.nodes.values()) node.toggleAttribute("data-current", node.id === id);
    this.drawPath();
    if (!focus) return;
    const title = document.getElementById(`${id}-title`);
    title.focus({ preventScroll: true });
    scrollTo(0, Math.max(0, this.getBoundingClientRect().top + scrollY - 100));
  }

  drawPath() {
    const list = this.querySelector(".path");
    list.parentElement.hidden = !this.trail.length;
    list.replaceChildren(...this.trail.map(({ id, answer: given }, index) => this.pathItem(id, given, index)));
  }

  pathItem(id, given, index) {
    const title = document.getElementById(`${id}-title`).textContent;
    const item = document.createElement("li");
    const question = Object.assign(document.createElement("span"), { textContent: title });
    const words = Object.assign(document.createElement("b"), { textContent: given });
    const link = Object.assign(document.createElement("a"), { href: `#${id}`, textContent: this.dataset.change });
    link.dataset.step = index;
    link.append(Object.assign(document.createElement("span"), { className: "vh", textContent: `: ${title}` }));
    item.append(question, words, link);
    return item;
  }

  /** The outcome as plain text, with the answers that led to it and the day. */
  async copyOutcome(button, node) {
    const lines = (list) => [...node.querySelectorAll(list)].map((item) => item.innerText.replace(/\s*\n\s*/g, " ").trim());
    const heading = (index) => node.querySelectorAll("h3")[index]?.textContent ?? "";
    const steps = lines(".steps > li, .plain > li").map((line, index) => `${index + 1}. ${line}`);
    const text = [
      document.getElementById(`${node.id}-title`).textContent,
      "",
      heading(0),
      ...steps,
      "",
      this.trail.length ? this.dataset.because : "",
      ...this.trail.map(({ id, answer: given }) => `- ${document.getElementById(`${id}-title`).textContent} ${given}`),
      "",
      ...lines(".reason"),
      ...lines(".who > div"),
      "",
      this.private ? "" : location.href,
      this.dataset.dated.replace("{date}", new Date().toLocaleDateString(document.documentElement.lang, { dateStyle: "long" })),
    ];
    const done = await copy(text.join("\n").replace(/\n{3,}/g, "\n\n").trim(), node);
    answer(button, done ? this.dataset.copied : this.dataset.marked, part(this, "status"));
  }
}

if (!customElements.get("decision-tree")) customElements.define("decision-tree", DecisionTree);
