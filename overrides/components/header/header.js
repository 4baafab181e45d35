// The header: menus that close, and the choice of university, which every component then follows.

import { read, watch, write } from "../store/store.js";
import { plural } from "../words/words.js";

/** Put the chosen university's parts of a list first, and fold the others below. `""` shows all in their own order. */
export function arrange(list, university) {
  const before = list.querySelector(":scope > .others");
  if (before) list.append(...before.querySelector("details").lastElementChild.children);
  before?.remove();
  const all = [...list.children].filter((child) => child.dataset.university !== undefined);
  all.forEach((child, index) => (child.dataset.order ??= index));
  list.append(...all.sort((a, b) => a.dataset.order - b.dataset.order));
  const others = university ? all.filter((child) => !child.dataset.university.split(" ").includes(university)) : [];
  if (others.length) list.append(fold(list, others));
}

/** Return the fold that holds other universities' parts of a list. */
function fold(list, others) {
  const [outer, inner] = list.matches("ul, ol") ? ["li", "ul"] : ["div", "div"];
  const wrapper = Object.assign(document.createElement(outer), { className: "others" });
  const details = Object.assign(document.createElement("details"), { className: "fold" });
  const summary = document.createElement("summary");
  const body = Object.assign(document.createElement(inner), { className: list.className.replace("by-university", "").trim() });
  summary.textContent = plural(list.dataset.others, others.length);
  body.append(...others);
  details.append(summary, body);
  wrapper.append(details);
  return wrapper;
}

/** Bring one university to the front in the whole page. */
export function show(university) {
  document.documentElement.dataset.university = university;
  for (const list of document.querySelectorAll(".by-university")) arrange(list, university);
  for (const badge of document.querySelectorAll(".uni")) {
    badge.toggleAttribute("data-mine", Boolean(university) && badge.dataset.university === university);
  }
  for (const list of document.querySelectorAll(".by-university-first")) {
    const children = [...list.children];
    children.forEach((child, index) => (child.dataset.order ??= index));
    const rank = (child) => (child.dataset.university === university ? -1 : Number(child.dataset.order));
    children.sort((a, b) => rank(a) - rank(b)).forEach((child) => list.append(child));
    children.forEach((child) => child.classList.toggle("mine-first", child.dataset.university === university));
  }
  for (const forces of document.querySelectorAll(".forces")) {
    const own = forces.querySelector(`[data-university="${CSS.escape(university)}"]`);
    for (const force of forces.children) force.hidden = own ? force !== own : !force.hasAttribute("data-all");
  }
  openTarget();
  document.dispatchEvent(new CustomEvent("university", { detail: university }));
}

/** A link into a fold opens it. */
function openTarget() {
  const target = location.hash && document.getElementById(location.hash.slice(1)); // every id is plain ASCII
  const folds = [];
  for (let fold = target && target.closest("details"); fold; fold = fold.parentElement.closest("details")) folds.push(fold);
  if (folds.some((fold) => !fold.open)) {
    folds.forEach((fold) => (fold.open = true));
    target.scrollIntoView();
  }
}

export class UniversityPicker extends HTMLElement {
  connectedCallback() {
    this.inputs = [...this.querySelectorAll("input")];
    this.name = this.querySelector('[data-part="name"]');
    this.noName = this.name.textContent;
    this.hidden = false;
    if (this.known.value) this.choose(this.known, false);
    this.addEventListener("change", (event) => this.choose(event.target, true));
    watch("university", () => this.known.checked || this.choose(this.known, false));
  }

  /** The choice that this device keeps. */
  get known() {
    const { value } = read("university");
    return this.inputs.find((input) => input.value === value) ?? this.inputs[0];
  }

  choose(input, byHand) {
    input.checked = true;
    const short = input.dataset.short ?? "";
    this.name.textContent = short || this.noName;
    show(input.value);
    if (!byHand) return;
    write("university", input.value || null);
    const words = short ? this.dataset.chosen.replace("{university}", short) : this.dataset.cleared;
    this.querySelector('[data-part="status"]').textContent = words;
  }
}

const menus = document.getElementsByClassName("menu");
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.querySelector(".menu[open]");
  if (!open) return;
  open.open = false;
  const [summary, menu] = [open, document.querySelector(".site-menu")].map((one) => one.querySelector("summary"));
  (summary.checkVisibility() ? summary : menu).focus(); // on a small screen the tools lie in the menu of the site
});
document.addEventListener("click", (event) => {
  for (const menu of menus) if (menu.open && !menu.contains(event.target)) menu.open = false;
});
addEventListener("hashchange", openTarget);
openTarget();
if (!customElements.get("university-picker")) customElements.define("university-picker", UniversityPicker);
