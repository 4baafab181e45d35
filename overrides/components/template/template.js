// Texts to fill in and copy. It is refused, kindly, while something that is required is missing.

import { answer, copy, select } from "../clipboard/clipboard.js";
import { read, watch, write } from "../store/store.js";
import { count, doubles, excess, fitting } from "./count.js";

const part = (root, name) => root.querySelector(`[data-part="${name}"]`);
const PAUSE = 900; // milliseconds without a key before the count is read aloud
const tooLong = globalThis.CSS?.highlights && new Highlight();
if (tooLong) CSS.highlights.set("too-long", tooLong);

export class AccountDescription extends HTMLElement {
  connectedCallback() {
    if (this.form) return;
    this.form = this.querySelector("form");
    this.fields = [...this.form.querySelectorAll("[data-missing]")];
    this.texts = [...this.querySelectorAll("[data-shows]")];
    this.plural = new Intl.PluralRules(document.documentElement.lang);
    this.store = `${this.dataset.kind}:${this.id}`;
    this.over = new Set();
    this.marks = new Map();
    this.ready();
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", (event) => this.typed(event.target));
    this.form.addEventListener("change", (event) => this.chosen(event.target));
    this.addEventListener("click", (event) => this.pressed(event.target.closest("button")));
    document.addEventListener("university", () => this.draw());
    watch(this.store, () => this.load());
    this.load();
  }

  /** Show what needs a script, and hide what only serves without one. */
  ready() {
    this.toggleAttribute("data-ready", true);
    this.form.hidden = false;
    for (const shown of this.querySelectorAll(".take, meter")) shown.hidden = false;
    if (!navigator.share) this.querySelectorAll('[data-part="share"]').forEach((button) => button.remove());
    for (const gap of this.querySelectorAll(".gap")) gap.dataset.words = gap.textContent;
    this.choose();
  }

  // ------------------------------------------------------------ what the reader does

  typed(field) {
    if (!this.fields.includes(field)) return;
    this.draw(field);
    this.announce();
    this.keep();
  }

  chosen(field) {
    if (field.dataset.part === "remember") field.checked ? this.keep() : write(this.store, null);
    else if (!this.fields.includes(field)) this.choose();
  }

  pressed(button) {
    const action = button?.dataset.part;
    if (action === "print") print();
    if (action === "erase") this.erase();
    if (action === "anyway") this.take(this.tried, this.lacking());
    if (!button?.dataset.anyway) return;
    this.tried = button;
    if (this.drawErrors()) part(this, "refusal").focus();
    else this.take(button, []);
  }

  /** Follow the choices of what to see, and in which language. */
  choose() {
    const show = part(this.form, "show")?.value ?? "";
    const language = this.form.querySelector("input[type=radio]:checked")?.value;
    const visible = new Set();
    for (const text of this.texts) {
      text.hidden = Boolean(show) && !text.dataset.shows.split(" ").includes(show);
      for (const place of text.querySelectorAll("[data-place]")) place.hidden = Boolean(show) && place.dataset.place !== show;
      chooseTongue(text, language);
      if (!text.hidden) text.querySelectorAll("[data-field]").forEach((gap) => visible.add(gap.dataset.field));
    }
    for (const field of this.fields) field.closest(".field").hidden = !visible.has(field.name);
    this.tried = null;
    this.draw();
  }

  // ------------------------------------------------------------ what is drawn

  values() {
    return new Map(this.fields.map((field) => [field.name, field.value.trim()]));
  }

  /** Draw everything, or what one field changes. */
  draw(field) {
    const values = this.values();
    const gaps = [...this.querySelectorAll(field ? `[data-field="${field.name}"]` : "[data-field]")];
    for (const gap of gaps) {
      gap.textContent = values.get(gap.dataset.field) || gap.dataset.words;
      gap.classList.toggle("gap", !values.get(gap.dataset.field));
    }
    for (const need of this.querySelectorAll("[data-need]")) this.drawNeed(need, values);
    for (const changed of field ? [field] : this.fields) this.drawRoom(changed);
    for (const text of this.texts) if (!field || gaps.some((gap) => text.contains(gap))) this.drawCounts(text);
    tooLong?.clear();
    for (const range of this.marks.values()) tooLong?.add(range);
    this.drawErrors();
  }

  drawNeed(need, values) {
    if (!need.dataset.need || need.dataset.state === "outside") return;
    const met = need.dataset.need.split(" ").every((name) => values.get(name));
    need.dataset.state = met ? "met" : "unmet";
    need.querySelector("use").setAttribute("href", met ? "#i-check" : "#i-cross");
    part(need, "state").textContent = met ? this.dataset.met : this.dataset.unmet;
  }

  /** A field may be longer than what fits everywhere; the reader is told, and not stopped. */
  drawRoom(field) {
    const room = part(field.closest(".field"), "room");
    const over = [...field.value.trim()].length - room.dataset.max;
    room.dataset.words ??= room.textContent;
    room.textContent = over > 0 ? this.dataset.over.replace("{n}", over) : room.dataset.words;
    room.classList.toggle("over", over > 0);
  }

  drawCounts(text) {
    const quote = shown(text);
    const words = written(quote);
    const starts = [...text.querySelectorAll("[data-place]")].map((place) => this.drawCount(place, words)).filter((start) => start !== null);
    if (starts.length) this.marks.set(text, rangeFrom(quote, Math.min(...starts)));
    else this.marks.delete(text);
  }

  /** Draw the count of one place; return where the part begins that does not fit, or null. */
  drawCount(place, words) {
    const { max, maxBytes, method } = place.dataset;
    const limit = { method, max: Number(max), maxBytes: Number(maxBytes) };
    const found = count(words, method);
    const over = excess(found, limit);
    const told = [this.dataset.count.replace("{count}", found.units).replace("{max}", max)];
    if (maxBytes) told.push(this.dataset.bytes.replace("{count}", found.bytes).replace("{max}", maxBytes));
    told.push((over > 0 ? this.dataset.over : this.dataset.left).replace("{n}", over > 0 ? over : max - found.units));
    part(place, "count").textContent = told.join(", ");
    place.classList.toggle("over", over > 0);
    place.querySelector("meter").value = over > 0 ? limit.max + 1 : found.units;
    part(place, "over").hidden = over <= 0 || !tooLong;
    const twice = doubles(words, method);
    part(place, "doubles").hidden = !twice.length;
    part(place, "doubles").textContent = this.dataset.doubles.replace("{signs}", twice.join(" "));
    return over > 0 ? fitting(words, limit) : null;
  }

  /** Say the tightest count when typing pauses, and at once when a limit is passed. */
  announce() {
    const places = [...this.querySelectorAll("[data-place]")].filter((place) => place.checkVisibility?.() ?? place.offsetParent);
    const passed = places.filter((place) => place.classList.contains("over") !== this.over.has(place));
    this.over = new Set(places.filter((place) => place.classList.contains("over")));
    const rest = (place) => place.querySelector("meter").max - place.querySelector("meter").value;
    const tightest = places.sort((a, b) => rest(a) - rest(b)).slice(0, 1);
    const say = (all) => (part(this, "status").textContent = all.map((place) => place.querySelector(".count").textContent).join(". "));
    clearTimeout(this.timer);
    if (passed.length) say(passed);
    else this.timer = setTimeout(() => say(tightest), PAUSE);
  }

  // ------------------------------------------------------------ copying, and its refusal

  /** What the text lacks that the reader tried to take: [{words, field}], without a field where it has no room for it. */
  lacking() {
    const text = this.tried.closest("[data-shows]");
    const used = new Set([...shown(text).querySelectorAll("[data-field]")].map((gap) => gap.dataset.field));
    const empty = this.fields.filter((field) => used.has(field.name) && !field.value.trim());
    const needs = text.dataset.lacks.split(" ").map((name) => name && document.getElementById(`${this.id}-need-${name}`));
    const noRoom = needs.filter((need) => need && !need.closest(".others")).map((need) => part(need, "what").textContent);
    return [
      ...empty.map((field) => ({ words: field.dataset.missing, field })),
      ...noRoom.map((what) => ({ words: this.dataset.noRoom.replace("{what}", what) })),
    ];
  }

  /** Mark what is missing, once something was tried; return how many things that are. */
  drawErrors() {
    const refusal = part(this, "refusal");
    if (!this.tried && refusal.hidden) return 0;
    const lacking = this.tried ? this.lacking() : [];
    for (const field of this.fields) {
      const wrong = lacking.some((lack) => lack.field === field);
      field.setAttribute("aria-invalid", String(wrong));
      document.getElementById(`${field.id}-error`).hidden = !wrong;
      field.setAttribute("aria-describedby", `${field.id}-hint${wrong ? ` ${field.id}-error` : ""}`);
    }
    refusal.hidden = !lacking.length;
    if (!lacking.length) return 0;
    const forms = JSON.parse(this.dataset.missing);
    part(refusal, "refusal-count").textContent = (forms[this.plural.select(lacking.length)] ?? forms.other).replace("{n}", lacking.length);
    part(refusal, "refusal-list").replaceChildren(...lacking.map(refusalItem));
    part(refusal, "gaps").hidden = !lacking.some((lack) => lack.field);
    part(refusal, "anyway").textContent = this.tried.dataset.anyway;
    return lacking.length;
  }

  /** Copy, download or share a text, and say what it lacks. */
  async take(button, lacking) {
    const text = button.closest("[data-shows]");
    const quote = shown(text);
    const words = quote.textContent.trim().normalize("NFC");
    const action = button.dataset.part;
    this.tried = null;
    this.drawErrors();
    if (lacking.length) button.focus();
    const actions = {
      copy: () => copy(words, quote),
      download: () => download(words, `${text.id}-${quote.lang}.txt`),
      share: () => share(words, quote),
    };
    const done = await actions[action]();
    if (done === null) return;
    const ways = { copy: this.dataset.copied, download: this.dataset.downloaded, share: this.dataset.shared };
    const said = done ? ways[action] : this.dataset.marked;
    answer(button, said, part(text, "said"));
    const lacks = lacking.map((lack) => lack.words).join("; ");
    if (lacks) part(text, "said").textContent = `${said}. ${this.dataset.lacks.replace("{what}", lacks)}`;
  }

  // ------------------------------------------------------------ what the device remembers, if asked

  load() {
    const { value, fault } = read(this.store);
    const kept = value && typeof value === "object" ? value : null;
    const follows = part(this.form, "remember").checked;
    // What this page has typed and does not keep stays.
    for (const field of kept ? this.fields : []) {
      field.value = follows ? String(kept[field.name] ?? "") : field.value || String(kept[field.name] ?? "");
    }
    Object.assign(part(this.form, "remember"), { checked: Boolean(kept), disabled: fault === "newer" || fault === "full" });
    this.notice(fault === "refused" ? "" : fault);
    this.draw();
  }

  keep() {
    const box = part(this.form, "remember");
    if (!box.checked) return;
    box.checked = write(this.store, Object.fromEntries(this.values()));
    this.notice(box.checked ? "" : "refused");
  }

  erase() {
    if (!confirm(this.dataset.eraseAsk)) return;
    write(this.store, null);
    for (const field of this.fields) field.value = "";
    part(this.form, "remember").checked = false;
    this.tried = null;
    this.draw();
    part(this, "status").textContent = this.dataset.erased;
  }

  notice(fault) {
    const line = part(this.form, "notice");
    line.hidden = !fault;
    line.textContent = fault ? this.dataset[fault] ?? this.dataset.refused : "";
  }
}

/** Show a text in one language: the chosen one, or the nearest it has. */
function chooseTongue(text, language) {
  const tongues = [...text.querySelectorAll(".tongue")];
  const exact = tongues.find((tongue) => tongue.dataset.tongue === language);
  const near = tongues.find((tongue) => tongue.dataset.tongue.split("-")[0] === language?.split("-")[0]);
  for (const tongue of tongues) tongue.hidden = tongue !== (exact ?? near ?? tongues[0]);
}

const shown = (text) => text.querySelector(".tongue:not([hidden]) blockquote");
const filled = (quote) => [...quote.childNodes].filter((node) => !node.classList?.contains("gap"));

/** The words of a text without its gaps. */
const written = (quote) => filled(quote).map((node) => node.textContent).join("").trimEnd();

/** The range from a place in the words of a text to its end. */
function rangeFrom(quote, start) {
  const range = new Range();
  range.selectNodeContents(quote);
  for (const node of filled(quote)) {
    if (start <= node.textContent.length) {
      range.setStart(node.firstChild ?? node, start);
      break;
    }
    start -= node.textContent.length;
  }
  return range;
}

function refusalItem({ words, field }) {
  const item = document.createElement("li");
  if (!field) return Object.assign(item, { textContent: words });
  const link = Object.assign(document.createElement("a"), { href: `#${field.id}`, textContent: words });
  link.addEventListener("click", (event) => {
    event.preventDefault();
    field.focus();
  });
  item.append(link);
  return item;
}

function download(words, name) {
  const url = URL.createObjectURL(new Blob([words], { type: "text/plain" }));
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), PAUSE);
  return true;
}

/** Share through the device's own sheet; null where the reader closed it, false where it failed. */
async function share(text, quote) {
  try {
    await navigator.share({ text });
    return true;
  } catch (error) {
    if (error.name === "AbortError") return null;
    select(quote);
    return false;
  }
}

if (!customElements.get("account-description")) customElements.define("account-description", AccountDescription);
