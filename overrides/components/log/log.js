// The evidence log: entries in the reader's own words, in memory. It tells `document` of each change by the event "entries".

import { answer, copy } from "../clipboard/clipboard.js";
import { language } from "../words/words.js";
import { besides, fromFile, same, tidy, toFile } from "./file.js";

const part = (root, name) => root.querySelector(`[data-part="${name}"]`);

export class EvidenceLog extends HTMLElement {
  entries = [];
  unsaved = false;

  connectedCallback() {
    if (this.form) return;
    this.words = JSON.parse(this.dataset.words);
    this.form = this.querySelector("form");
    this.submit = this.form.querySelector('[type="submit"]');
    this.submit.dataset.words = this.submit.textContent;
    this.sum = this.form.querySelector("output");
    this.form.addEventListener("submit", (event) => this.submitted(event));
    this.form.querySelector('[type="file"]').addEventListener("change", (event) => {
      this.digesting = this.digest(event.target).catch(() => {}); // a picture that can't be read has no sum
    });
    this.querySelector("select").addEventListener("change", () => this.draw());
    this.querySelector("#log-open").addEventListener("change", (event) => this.open(event.target));
    this.addEventListener("click", (event) => this.pressed(event.target.closest("button")));
    addEventListener("beforeunload", (event) => !this.leaving && (this.unsaved || this.isTyping) && event.preventDefault());
    document.addEventListener("leaving", () => (this.leaving = true));
  }

  /** Take entries that were kept, without telling anyone of a change. */
  take(entries) {
    const edited = this.edited && same(this.edited);
    this.entries = entries.map(tidy);
    this.edited = this.entries.find((entry) => same(entry) === edited);
    this.draw();
  }

  /** Everything typed is gone, here too. */
  erase() {
    this.take([]);
    this.unsaved = false;
    this.last = null;
    this.stopEditing();
    part(this, "undo").hidden = true;
    this.say("");
  }

  // ---------------------------------------------------------------- one entry

  /** What the form holds, as an entry. */
  get typed() {
    return tidy({ ...Object.fromEntries(new FormData(this.form)), sum: this.checksum });
  }

  /** Whether the form holds words that are in no entry. */
  get isTyping() {
    return same(this.typed) !== same(this.edited);
  }

  async submitted(event) {
    event.preventDefault();
    if (this.waits) return;
    this.waits = true;
    await this.digesting;
    this.waits = false;
    if (Object.keys(this.typed).length) this.put();
    else {
      this.say(this.words.empty.other);
      this.form.elements.what.focus();
    }
  }

  /** Put what is typed where it belongs: in the entry that is edited, or in one of its own. */
  put() {
    const entry = this.typed;
    const at = this.entries.indexOf(this.edited);
    if (at >= 0) this.entries[at] = entry;
    else this.entries.push(entry);
    const words = at >= 0 ? this.words.changed : this.words.added;
    this.stopEditing();
    this.changed(words.other);
    this.querySelector("h3").focus();
  }

  /** Open an entry in the form. What is typed there, and in no entry yet, becomes one first. */
  edit(entry) {
    if (this.isTyping) this.put();
    this.stopEditing();
    this.edited = entry;
    for (const [name, value] of Object.entries(entry)) if (this.form.elements[name]) this.form.elements[name].value = value;
    this.showSum(entry.sum ?? "");
    this.submit.textContent = this.words.change.other;
    part(this, "cancel").hidden = false;
    this.form.elements.when.focus();
  }

  stopEditing() {
    this.edited = null;
    this.form.reset();
    this.showSum("");
    this.submit.textContent = this.submit.dataset.words;
    part(this, "cancel").hidden = true;
  }

  delete(entry) {
    this.last = { entry, at: this.entries.indexOf(entry) };
    this.entries.splice(this.last.at, 1);
    if (entry === this.edited) this.stopEditing();
    this.changed(this.words.deleted.other);
    part(this, "undo").hidden = false;
    part(this, "undo").firstElementChild.focus();
  }

  undo() {
    this.entries.splice(this.last.at, 0, this.last.entry);
    this.changed(this.words.undone.other);
    this.querySelector("h3").focus();
  }

  /** Work out the SHA-256 of a picture on this device. Only the sum and the file's name stay. */
  async digest(input) {
    const [file] = input.files;
    this.showSum("");
    if (!file) return;
    if (!globalThis.crypto?.subtle) {
      this.sum.textContent = this.words.no_sum.other;
      return;
    }
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    if (input.files[0] !== file) return;
    this.showSum([...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
    if (!this.form.elements.kept.value) this.form.elements.kept.value = file.name;
  }

  showSum(sum) {
    this.checksum = sum;
    this.sum.textContent = sum && `${this.words.sum.other}: ${sum}`;
  }

  // ---------------------------------------------------------------- all entries

  changed(words) {
    this.unsaved = this.entries.length > 0;
    part(this, "undo").hidden = true;
    this.draw();
    this.say(words);
    document.dispatchEvent(new Event("entries"));
  }

  say(words) {
    part(this, "status").textContent = words;
  }

  /** Entries in the chosen order by time; those without a time last. */
  sorted() {
    const order = Number(this.querySelector("select").value);
    const timed = this.entries.filter((entry) => entry.when).sort((a, b) => order * a.when.localeCompare(b.when));
    return [...timed, ...this.entries.filter((entry) => !entry.when)];
  }

  /** [[label, value], …] of an entry, in words. */
  rows(entry) {
    const labels = [...this.form.querySelectorAll("[name]")].map((field) => [field.name, field.labels[0].textContent]);
    const found = [...labels, ["sum", this.words.sum.other]].filter(([name]) => entry[name]);
    return found.map(([name, label]) => [label, name === "when" ? inWords(entry.when) : entry[name]]);
  }

  draw() {
    part(this, "summary").hidden = !this.entries.length;
    const template = this.querySelector("template").content.firstElementChild;
    const drawn = this.sorted().map((entry) => {
      const article = template.cloneNode(true);
      article.entry = entry;
      for (const [label, value] of this.rows(entry)) {
        const term = Object.assign(document.createElement("dt"), { textContent: label });
        const words = Object.assign(document.createElement("dd"), { textContent: value });
        part(article, "rows").append(term, words);
      }
      return article;
    });
    part(this, "list").replaceChildren(...drawn);
  }

  text() {
    return this.sorted().map((entry) => this.rows(entry).map(([label, value]) => `${label}: ${value}`).join("\n")).join("\n\n");
  }

  pressed(button) {
    const entry = button?.closest("article")?.entry;
    const does = {
      cancel: () => {
        this.stopEditing();
        this.querySelector("h3").focus();
      },
      edit: () => this.edit(entry),
      delete: () => this.delete(entry),
      print: () => this.print(),
      copy: () => this.copy(button),
      save: () => this.save(),
    };
    if (button?.parentElement.dataset.part === "undo") this.undo();
    else does[button?.dataset.part]?.();
  }

  print() {
    document.body.classList.add("print-log");
    addEventListener("afterprint", () => document.body.classList.remove("print-log"), { once: true });
    print();
  }

  async copy(button) {
    const done = await copy(this.text(), part(this, "list"));
    answer(button, this.words[done ? "copied" : "marked"].other, part(this, "status"));
  }

  save() {
    const url = URL.createObjectURL(toFile(this.text(), this.entries));
    const link = Object.assign(document.createElement("a"), { href: url, download: this.words.file.other });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
    this.unsaved = false;
  }

  async open(input) {
    const found = input.files[0] && fromFile(await input.files[0].text());
    input.value = "";
    if (!found) {
      this.say(this.words.unreadable.other);
      return;
    }
    this.entries.push(...besides(found, this.entries));
    this.changed((found.length === 1 ? this.words.opened.one : this.words.opened.other).replace("{n}", found.length));
  }
}

/** `2026-11-20T23:40` as people write it; other words as they are. */
function inWords(when) {
  const date = new Date(when);
  if (Number.isNaN(date.getTime())) return when;
  return new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" }).format(date);
}

if (!customElements.get("evidence-log")) customElements.define("evidence-log", EvidenceLog);
