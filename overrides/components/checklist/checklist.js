// A checklist that remembers what was ticked, and which revision of the duty that was.

import { read, watch, write } from "../store/store.js";

const part = (root, name) => root.querySelector(`[data-part="${name}"]`);

export class CheckList extends HTMLElement {
  connectedCallback() {
    if (this.items) return;
    this.name = `checklist:${this.id}`;
    this.items = [...this.querySelectorAll(".item")];
    this.plural = new Intl.PluralRules(document.documentElement.lang);
    part(this, "printed").textContent = day(new Date().toISOString());
    this.querySelector(".bar").hidden = false;
    for (const item of this.items) part(item, "na").hidden = false;
    this.load();
    this.addEventListener("change", (event) => this.changed(event.target));
    this.addEventListener("click", (event) => this.pressed(event.target.closest("button")));
    watch(this.name, () => this.load());
    document.addEventListener("university", () => this.draw());
  }

  /** Read what is kept; a mark of an id that the item had before counts as its own. */
  load() {
    const { value, fault } = read(this.name);
    this.marks = value && typeof value === "object" ? value : {};
    for (const item of this.items) {
      const { item: id, was } = item.dataset;
      const old = was.split(" ").find((name) => name in this.marks);
      if (!(id in this.marks) && old) this.marks[id] = this.marks[old];
    }
    this.locked = fault === "newer";
    this.notice(fault);
    this.draw();
  }

  changed(input) {
    if (input.dataset.part === "remaining") this.toggleAttribute("data-remaining", input.checked);
    const item = input.closest(".item");
    if (item) this.mark(item, input.checked ? "done" : null);
  }

  pressed(button) {
    const item = button?.closest(".item");
    const actions = {
      na: () => this.mark(item, "na"),
      undo: () => this.mark(item, null),
      again: () => this.mark(item, "done"),
      untick: () => this.mark(item, null),
      clear: () => this.clear(),
      print: () => print(),
    };
    actions[button?.dataset.part]?.();
  }

  mark(item, state) {
    const { item: id, rev } = item.dataset;
    const text = item.querySelector("label span").textContent;
    if (state) this.marks[id] = { state, rev: Number(rev), date: new Date().toISOString(), text };
    else {
      delete this.marks[id];
      for (const old of item.dataset.was.split(" ")) delete this.marks[old];
    }
    this.keep();
    this.draw(item);
    const focus = state === "na" ? part(item, "undo") : item.querySelector("input");
    if (!item.contains(document.activeElement) || document.activeElement.hidden || !document.activeElement.offsetParent) focus.focus();
    part(this, "status").textContent = part(this, "progress").textContent;
  }

  clear() {
    const count = Object.keys(this.marks).length;
    if (!count || !confirm(this.dataset.clearAsk.replace("{n}", count))) return;
    this.marks = {};
    this.keep();
    this.draw();
    part(this, "status").textContent = this.dataset.cleared;
  }

  keep() {
    if (this.locked) return;
    this.notice(write(this.name, Object.keys(this.marks).length ? this.marks : null) ? "" : "refused");
  }

  notice(fault) {
    const line = part(this, "notice");
    line.hidden = !fault;
    if (fault) line.textContent = this.dataset[fault];
    part(this, "kept").hidden = fault === "refused";
  }

  draw(only) {
    for (const item of only ? [only] : this.items) this.drawItem(item);
    this.drawProgress();
  }

  drawItem(item) {
    const mark = this.marks[item.dataset.item];
    const box = item.querySelector("input");
    const changed = mark?.state === "done" && mark.rev < Number(item.dataset.rev);
    item.dataset.state = changed ? "changed" : (mark?.state ?? "todo");
    box.checked = mark?.state === "done";
    box.indeterminate = changed;
    box.disabled = mark?.state === "na";
    part(item, "na").hidden = Boolean(mark);
    part(item, "undo").hidden = mark?.state !== "na";
    part(item, "changed").hidden = !changed;
    if (changed) part(item, "then").textContent = `${mark.text} (${day(mark.date)})`;
    const when = part(item, "when");
    when.hidden = mark?.state !== "done" || changed;
    when.lastElementChild.textContent = mark ? this.dataset.doneOn.replace("{date}", day(mark.date)) : "";
  }

  /** Only what the chosen university asks for is counted; the rest is folded away. */
  drawProgress() {
    const counted = this.items.filter((item) => !item.closest(".others"));
    const states = counted.map((item) => item.dataset.state);
    const count = (state) => states.filter((found) => found === state).length;
    const done = count("done");
    const total = counted.length - count("na");
    const words = this.say(done === total && total ? "allDone" : "progress", { done, total, n: done });
    part(this, "progress").textContent = words;
    const aside = [["naCount", count("na")], ["changedCount", count("changed")]];
    part(this, "aside").textContent = aside.filter(([, n]) => n).map(([key, n]) => this.say(key, { n })).join(" ");
    Object.assign(this.querySelector("progress"), { max: total || 1, value: done });
  }

  say(key, values) {
    const forms = JSON.parse(this.dataset[key]);
    let words = forms[this.plural.select(values.n)] ?? forms.other;
    for (const [name, value] of Object.entries(values)) words = words.replace(`{${name}}`, value);
    return words;
  }
}

function day(iso) {
  const date = new Date(iso);
  const options = { day: "numeric", month: "long", year: date.getFullYear() === new Date().getFullYear() ? undefined : "numeric" };
  return date.toLocaleDateString(document.documentElement.lang, options);
}

if (!customElements.get("check-list")) customElements.define("check-list", CheckList);
