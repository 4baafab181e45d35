// A text to fill in and copy. It is refused, kindly, while something that is required is missing.

import { answer, copy } from "../clipboard/clipboard.js";
import { count } from "./count.js";

const part = (root, name) => root.querySelector(`[data-part="${name}"]`);
const PAUSE = 900; // milliseconds without a key before the count is read aloud

export class AccountDescription extends HTMLElement {
  connectedCallback() {
    if (this.form) return;
    this.form = this.querySelector("form");
    this.form.hidden = false;
    this.labels = new Map([...this.querySelectorAll(".gap")].map((gap) => [gap.dataset.field, gap.textContent]));
    for (const button of this.querySelectorAll('[data-part="copy"]')) button.hidden = false;
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", () => this.fill());
    this.addEventListener("click", (event) => this.pressed(event.target.closest("button")));
    this.fill();
  }

  /** The fields of this component with their values, trimmed. */
  values() {
    return new Map([...this.form.elements].filter((field) => field.name).map((field) => [field.name, field.value.trim()]));
  }

  fill() {
    const values = this.values();
    for (const gap of this.querySelectorAll("[data-field]")) {
      const value = values.get(gap.dataset.field);
      gap.textContent = value || this.labels.get(gap.dataset.field);
      gap.classList.toggle("gap", !value);
    }
    for (const need of this.querySelectorAll("[data-need]")) {
      need.classList.toggle("missing", need.dataset.need.split(" ").some((name) => name && !values.get(name)));
    }
    for (const line of this.querySelectorAll(".count")) this.drawCount(line);
    if (this.tried) this.drawErrors();
  }

  drawCount(line) {
    const { max, maxBytes, counting } = line.dataset;
    const found = count(line.parentElement.querySelector("blockquote").textContent, counting);
    const over = Math.max(found.units - max, maxBytes ? found.bytes - maxBytes : 0);
    const words = [this.dataset.count.replace("{count}", found.units).replace("{max}", max)];
    if (maxBytes) words.push(this.dataset.bytes.replace("{count}", found.bytes).replace("{max}", maxBytes));
    words.push((over > 0 ? this.dataset.over : this.dataset.left).replace("{n}", over > 0 ? over : max - found.units));
    part(line, "count").textContent = words.join(", ");
    const changed = line.classList.toggle("over", over > 0) !== (line.dataset.over === "true");
    line.dataset.over = String(over > 0);
    if (changed || over > 0) this.announce(line.textContent, changed);
  }

  /** Say the count when typing pauses, and at once when a limit is passed. */
  announce(words, now) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (part(this, "status").textContent = words), now ? 0 : PAUSE);
  }

  pressed(button) {
    if (button?.dataset.part === "copy") {
      this.tried = button;
      if (this.drawErrors()) part(this, "refusal").focus();
      else this.copyFrom(button, "");
    }
    if (button?.dataset.part === "anyway") {
      const missing = this.missing().map((field) => this.labels.get(field.name)).join(", ");
      this.copyFrom(this.tried, this.dataset.lacks.replace("{what}", missing));
    }
  }

  /** The fields that the text to be copied needs and that are empty. */
  missing() {
    const tongue = this.tried.closest(".tongue");
    const used = new Set([...tongue.querySelectorAll("[data-field]")].map((gap) => gap.dataset.field));
    return [...this.form.elements].filter((field) => used.has(field.name) && !field.value.trim());
  }

  /** Mark what is missing; return how many things that are. */
  drawErrors() {
    const missing = this.missing();
    const refusal = part(this, "refusal");
    for (const field of this.form.elements) {
      if (!field.name) continue;
      const wrong = missing.includes(field);
      field.setAttribute("aria-invalid", String(wrong));
      document.getElementById(`${field.id}-error`).hidden = !wrong;
      field.setAttribute("aria-describedby", `${field.id}-hint${wrong ? ` ${field.id}-error` : ""}`);
    }
    refusal.hidden = !missing.length;
    const forms = JSON.parse(this.dataset.missing);
    part(refusal, "refusal-count").textContent = (missing.length === 1 ? forms.one : forms.other).replace("{n}", missing.length);
    part(refusal, "refusal-list").replaceChildren(...missing.map((field) => refusalItem(field)));
    return missing.length;
  }

  async copyFrom(button, lacks) {
    const quote = button.closest(".tongue").querySelector("blockquote");
    const done = await copy(quote.textContent.trim(), quote);
    answer(button, done ? lacks || this.dataset.copied : this.dataset.marked, part(this, "status"));
    if (done && lacks) button.focus();
  }
}

function refusalItem(field) {
  const item = document.createElement("li");
  const link = Object.assign(document.createElement("a"), { href: `#${field.id}`, textContent: field.dataset.missing });
  link.addEventListener("click", (event) => {
    event.preventDefault();
    field.focus();
  });
  item.append(link);
  return item;
}

if (!customElements.get("account-description")) customElements.define("account-description", AccountDescription);
