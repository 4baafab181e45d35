// A checklist that remembers what was ticked, and which revision of the duty that was. One page may hold several lists of its kind.

import { read, watch, write } from "../store/store.js";
import { language } from "../words/words.js";
import { adopt, isKept, joined, raised } from "./marks.js";

export const part = (root, name) => root.querySelector(`[data-part="${name}"]`);
export const textOf = (item) => item.querySelector("label span").textContent;

/** Change words in place: a new text node would have the browser look at the whole page's style again. */
function put(element, words) {
  if (element.firstChild) element.firstChild.data = words;
  else if (words) element.textContent = words;
}

/** The day here, as 2026-11-20. */
export function today() {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}

const empty = () => ({ name: "", marks: {} });

const thisYear = new Intl.DateTimeFormat(language, { day: "numeric", month: "long" });
const anotherYear = new Intl.DateTimeFormat(language, { dateStyle: "long" });

export function day(iso) {
  const form = iso.slice(0, 4) === today().slice(0, 4) ? thisYear : anotherYear;
  return form.format(new Date(`${iso}T12:00`));
}

export class CheckList extends HTMLElement {
  connectedCallback() {
    if (this.items) return;
    this.key = `checklist:${this.id}`;
    this.words = JSON.parse(this.dataset.words);
    this.plural = new Intl.PluralRules(language);
    this.items = [...this.querySelectorAll(".item")];
    this.byId = new Map(this.items.map((item) => [item.dataset.item, item]));
    this.bar = this.querySelector(".bar");
    this.bar.hidden = part(this, "kept").hidden = false;
    part(this, "unscripted")?.remove();
    this.load();
    const early = this.items.filter((item) => item.querySelector("input").checked && !this.markOf(item));
    this.draw();
    for (const item of early) this.mark(item, "done");
    this.addEventListener("input", ({ target }) => this.typed(target));
    this.addEventListener("change", ({ target }) => this.changed(target));
    this.addEventListener("click", ({ target }) => this.pressed(target.closest("button, .menu a")));
    this.querySelector(".menu").addEventListener("toggle", () => import("./takeaway.js").catch(() => {}));
    watch(this.key, () => this.changedElsewhere());
    addEventListener("beforeprint", () => this.drawPaper());
    addEventListener("hashchange", () => this.arrive());
    document.addEventListener("university", () => this.draw());
    this.arrive();
  }

  // ---------- What is kept

  /** Take in what is kept; marks that could not be kept stay as they are on this page, and join what could not be read when it can be. */
  load() {
    if (this.unkept && !this.unread) return;
    const { value, fault } = read(this.key, isKept);
    this.unread = fault === "refused";
    this.lists = this.unkept || this.unread ? joined(value?.lists, this.lists) : value?.lists ?? {};
    const known = [this.current, value?.last, ...Object.keys(this.lists)].find((id) => Object.hasOwn(this.lists, id));
    this.open(known ?? "1");
    this.fault = fault;
    this.unkept = Boolean(fault) && fault !== "damaged";
    this.locked = fault === "newer" || fault === "full";
  }

  open(id) {
    this.current = id;
    this.list = this.lists[id] ??= empty();
    adopt(this.list.marks, this.items);
  }

  /** Change what is kept: another tab may have written since this one read, so read first. */
  change(action) {
    this.load();
    action(this.list);
    const lists = Object.values(this.lists);
    const used = lists.length > 1 || this.list.name || Object.keys(this.list.marks).length;
    const kept = !this.locked && write(this.key, used ? { last: this.current, lists: this.lists } : null);
    if (!this.locked) this.fault = kept ? "" : read(this.key).fault || "full";
    this.unkept = !kept;
    this.tellKept(this.fault);
  }

  changedElsewhere() {
    if (this.unkept) return;
    const before = JSON.stringify(this.list);
    this.load();
    this.draw();
    if (JSON.stringify(this.list) !== before) this.tellKept(this.fault || "elsewhere");
  }

  /** Return the mark of an item; one that was taken away from an item with an older id is none. */
  markOf(item) {
    const mark = this.list.marks[item.dataset.item];
    return mark?.state === "todo" ? undefined : mark;
  }

  count(list) {
    return Object.values(list.marks).filter((mark) => mark.state !== "todo").length;
  }

  // ---------- What the reader does

  typed(input) {
    const item = input.closest(".item");
    const mark = item && this.markOf(item);
    if (mark && input.type === "text") this.change(({ marks }) => (marks[item.dataset.item] = { ...mark, reason: input.value || undefined }));
    if (input.dataset.part !== "name") return;
    this.change((list) => (list.name = input.value));
    this.drawLists();
  }

  changed(input) {
    const item = input.closest(".item");
    if (item && input.type === "checkbox") this.mark(item, input.checked ? "done" : null);
    if (input.dataset.part === "file") this.take((takeaway) => takeaway.fromFile(input));
    if (input.dataset.part === "lists") this.show(input.value);
    if (input.dataset.part === "remaining" || input.dataset.filter) this.drawProgress();
  }

  pressed(button) {
    const item = button?.closest(".item");
    const menu = button?.closest(".menu");
    if (menu) {
      menu.open = false;
      if (button.matches("button")) menu.firstElementChild.focus();
    }
    const actions = {
      na: () => this.mark(item, "na"),
      undo: () => this.mark(item, null),
      again: () => this.mark(item, "done"),
      untick: () => this.mark(item, null),
      print: () => print(),
      import: () => part(this, "file").click(),
      clear: () => this.ask("clear_ask", "clear-yes"),
      drop: () => this.ask("drop_ask", "drop-yes"),
      new: () => this.begin(empty(), "new_done"),
      "clear-yes": () => this.replace(empty().marks, this.list.name, "cleared"),
      "drop-yes": () => this.drop(),
      take: () => this.replace(this.offered.marks, this.offered.name || this.list.name, "taken"),
      replace: () => this.replace(this.offered.marks, this.offered.name || this.list.name, "taken"),
      beside: () => this.begin(this.offered, "taken"),
      restore: () => this.restore(),
      cancel: () => this.dismiss(),
      close: () => this.dismiss(),
    };
    const name = button?.dataset.part;
    if (actions[name]) actions[name]();
    else if (menu && name) this.take((takeaway) => takeaway[name]());
  }

  mark(item, state) {
    const { item: id, rev, was, rules } = item.dataset;
    this.change(({ marks }) => {
      const reason = state === "na" ? marks[id]?.reason : undefined;
      if (state || was) {
        marks[id] = { state: state ?? "todo", rev: Number(rev), date: today(), text: textOf(item), rules: rules || undefined, reason };
      } else delete marks[id];
    });
    this.drawItem(item);
    this.drawProgress();
    this.keepFocus(item);
    this.tell(part(this, "progress").textContent);
  }

  /** Focus stays on the item, or goes to the next in sight when the item or the button is gone. */
  keepFocus(item) {
    const focused = document.activeElement;
    if (focused !== document.body && !item.contains(focused)) return;
    const inSight = (found) => !found.hidden && !found.parentElement.closest("details:not([open])");
    const after = this.items.slice(this.items.indexOf(item));
    const next = after.find(inSight) ?? this.items.findLast(inSight);
    if (next === item && item.contains(focused) && !focused.closest("[hidden]") && !focused.disabled) return;
    const target = next ? (item.dataset.state === "na" && next === item ? part(item, "undo") : next.querySelector("input")) : part(this, "remaining");
    target.focus();
  }

  show(id) {
    this.load();
    this.open(id);
    this.change(() => {});
    this.draw();
    this.tell(part(this, "progress").textContent);
  }

  /** Begin a list beside the others. */
  begin(list, words) {
    this.change(() => this.open(this.put(Date.now().toString(36), list)));
    this.draw();
    this.dismiss();
    part(this, "name").closest("details").open = true;
    part(this, "name").focus();
    this.tell(this.say(words));
  }

  put(id, list) {
    this.lists[id] = list;
    return id;
  }

  /** Put other marks in the place of this list's; they can be had back until the page is left. */
  replace(marks, name, words) {
    this.before = structuredClone([this.current, this.list]);
    this.change((list) => {
      Object.assign(list, { marks, name });
      adopt(marks, this.items);
    });
    this.draw();
    this.notice(this.say(words), "restore", "close");
  }

  drop() {
    this.before = structuredClone([this.current, this.list]);
    this.change(() => {
      delete this.lists[this.current];
      this.open(Object.keys(this.lists)[0] ?? "1");
    });
    this.draw();
    this.notice(this.say("dropped"), "restore", "close");
  }

  restore() {
    this.change(() => this.open(this.put(...this.before)));
    this.draw();
    this.dismiss();
    this.tell(this.say("restored"));
  }

  // ---------- Marks from elsewhere

  /** Use what takes the list along and brings it back; it is fetched when the menu opens or a link brings marks. */
  async take(use) {
    try {
      this.takeaway ??= new (await import("./takeaway.js")).Takeaway(this);
    } catch {
      this.notice(this.say("not_fetched"), "close");
      return;
    }
    use(this.takeaway);
  }

  /** A link may bring marks. */
  arrive() {
    const [id, letters] = location.hash.slice(1).split("=");
    if (id === this.id && letters) this.take((takeaway) => takeaway.fromLink(letters));
  }

  /** Marks are offered, and nothing is replaced before the reader has answered. */
  offer(list, words) {
    this.offered = list;
    this.notice(this.say(words, { n: this.count(list) }), ...(this.count(this.list) ? ["beside", "replace"] : ["take"]), "cancel");
  }

  // ---------- What the reader is told

  say(key, values = {}) {
    const forms = this.words[key];
    const words = forms[this.plural.select(values.n ?? 2)] ?? forms.other;
    return words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  tell(words) {
    put(part(this, "status"), words);
  }

  ask(key, yes) {
    const n = this.count(this.list);
    if (n || yes === "drop-yes") this.notice(this.say(key, { n, name: this.nameOf(this.current) }), yes, "cancel");
    else this.notice(this.say("cleared"), "close");
  }

  /** Say something above the list, with the buttons that answer it. */
  notice(words, ...choices) {
    const box = part(this, "notice");
    box.hidden = !words;
    this.word(words);
    part(box, "text").hidden = true;
    for (const button of box.querySelectorAll("button")) button.hidden = !choices.includes(button.dataset.part);
    if (words) box.focus();
  }

  /** Put words into the notice, and tell them. */
  word(words) {
    part(this, "words").textContent = words;
    this.tell(words);
  }

  dismiss() {
    this.notice("");
    if (location.hash.startsWith(`#${this.id}=`)) history.replaceState(history.state, "", location.pathname + location.search);
    this.bar.querySelector(".menu > summary").focus();
  }

  tellKept(fault) {
    const line = part(this, "kept");
    const words = this.say(fault || "kept");
    if (line.textContent === words) return;
    line.textContent = words;
    line.classList.toggle("note", Boolean(fault));
  }

  // ---------- Drawing

  draw() {
    this.chosen = document.documentElement.dataset.university ?? "";
    for (const item of this.items) this.drawItem(item);
    this.drawProgress();
    this.drawLists();
    this.tellKept(this.fault);
  }

  drawItem(item) {
    const mark = this.markOf(item);
    const risen = mark ? raised(mark, item.dataset.rules, this.chosen) : [];
    const changed = Boolean(mark) && (mark.rev < Number(item.dataset.rev) || risen.length > 0);
    const state = changed ? "changed" : mark?.state ?? "todo";
    item.dataset.state = state;
    Object.assign(item.querySelector("input"), {
      checked: state === "done",
      indeterminate: changed && mark.state === "done",
      disabled: state === "na",
    });
    part(item, "na").hidden = state === "done" || state === "na";
    part(item, "undo").hidden = part(item, "reason").hidden = state !== "na";
    part(item, "changed").hidden = !changed;
    const when = part(item, "when");
    when.hidden = !mark || changed;
    if (changed) this.drawChange(item, mark, risen);
    else if (mark) {
      when.querySelector("use").setAttribute("href", state === "na" ? "#i-na" : "#i-check");
      put(when.lastElementChild, this.say(state === "na" ? "na_since" : "done_on", { date: day(mark.date) }));
      const reason = part(item, "reason").lastElementChild;
      if (reason !== document.activeElement) reason.value = mark.reason ?? "";
    }
  }

  async drawChange(item, mark, risen) {
    try {
      (await import("./change.js")).drawChange(this, item, mark, risen);
    } catch {
      this.notice(this.say("not_fetched"), "close");
    }
  }

  /** Show what the filters ask for. Only what the chosen university asks for is counted. */
  drawProgress() {
    this.filter();
    const states = this.items.filter((item) => !item.closest(".others")).map((item) => item.dataset.state);
    const count = (state) => states.filter((found) => found === state).length;
    const done = count("done");
    const total = states.length - count("na");
    put(part(this, "progress"), this.say(done === total && total ? "all_done" : "progress", { done, total }));
    const aside = [["na_count", count("na")], ["changed_count", count("changed")]].filter(([, n]) => n).map(([key, n]) => this.say(key, { n }));
    if (this.items.every((item) => item.hidden)) aside.push(this.say("nothing"));
    put(part(this, "aside"), aside.join(" "));
    Object.assign(this.querySelector("progress"), { max: total || 1, value: done });
  }

  filter() {
    const rest = part(this, "remaining").checked;
    const picked = [...this.bar.querySelectorAll("[data-filter]")].filter((select) => select.value);
    const filtered = rest || picked.length > 0;
    if (!filtered && !this.filtered) return;
    this.filtered = filtered;
    const suits = (item, { value, dataset: { filter } }) => !item.dataset[filter] || item.dataset[filter].split(" ").includes(value);
    for (const item of this.items) {
      item.hidden = (rest && /done|na/.test(item.dataset.state)) || !picked.every((select) => suits(item, select));
    }
    for (const box of this.querySelectorAll(".group, .items > .others")) box.hidden = !box.querySelector(".item:not([hidden])");
  }

  nameOf(id) {
    return this.lists[id].name || this.say("nameless", { n: Object.keys(this.lists).indexOf(id) + 1 });
  }

  drawLists() {
    const ids = Object.keys(this.lists);
    part(this, "lists").replaceChildren(...ids.map((id) => new Option(this.nameOf(id), id, false, id === this.current)));
    part(this, "switch").hidden = part(this, "drop").hidden = ids.length < 2;
    const name = part(this, "name");
    if (name !== document.activeElement || name.dataset.of !== this.current) name.value = this.list.name;
    name.dataset.of = this.current;
    this.drawPaper();
  }

  university() {
    return document.querySelector("university-picker input:checked")?.dataset.short ?? "";
  }

  drawPaper() {
    part(this, "paper-for").textContent = this.list.name;
    part(this, "paper-university").textContent = this.university();
    part(this, "paper-date").textContent = anotherYear.format(new Date());
  }
}

if (!customElements.get("check-list")) customElements.define("check-list", CheckList);
