// Keeping ticks and log on this device: off until asked for, and erased on request.

import { read, watch, write } from "../store/store.js";
import { besides } from "./file.js";

const NAME = "first-aid";
const ticks = () => [...document.querySelectorAll(".tick input")];

export class KeepHere extends HTMLElement {
  connectedCallback() {
    if (this.box) return;
    this.words = JSON.parse(this.dataset.words);
    this.box = this.querySelector("input");
    this.button = this.querySelector("button");
    this.button.dataset.words = this.button.textContent;
    this.box.addEventListener("change", () => this.chosen());
    this.button.addEventListener("click", () => this.erase());
    this.button.addEventListener("blur", () => this.unsure());
    document.addEventListener("change", (event) => event.target.matches(".tick input") && this.keep());
    document.addEventListener("entries", () => this.keep());
    watch(NAME, () => this.restore());
    customElements.whenDefined("evidence-log").then(() => this.restore());
  }

  get log() {
    return document.querySelector("evidence-log");
  }

  /** Show what was kept, if anything; what this page has and does not keep is added to it. */
  restore() {
    const { value, fault } = read(NAME);
    const mine = this.box.checked ? [] : besides(this.log.entries, value?.entries ?? []);
    const ticked = this.box.checked ? [] : ticks().filter((tick) => tick.checked);
    this.box.checked = value !== null;
    this.box.disabled = fault === "newer" || fault === "full";
    if (value) {
      for (const tick of ticks()) tick.checked = value.ticks.includes(tick.value) || ticked.includes(tick);
      this.log.take([...value.entries, ...mine]);
      if (mine.length || ticked.length) this.keep();
    }
    if (fault && fault !== "refused") this.say(fault === "full" ? "refused" : fault);
  }

  chosen() {
    if (this.box.checked) this.keep();
    else if (write(NAME, null)) {
      this.log.unsaved = this.log.entries.length > 0;
      this.say("off");
    }
  }

  keep() {
    if (!this.box.checked) return;
    const kept = write(NAME, { ticks: ticks().filter((tick) => tick.checked).map((tick) => tick.value), entries: this.log.entries });
    this.box.checked = kept;
    if (kept) this.log.unsaved = false;
    this.say(kept ? "kept" : "refused");
  }

  /** The first press asks, the second erases what is kept and what is in memory; nothing else. */
  erase() {
    if (!this.sure) {
      this.sure = true;
      this.button.textContent = this.words.sure.other;
      return;
    }
    write(NAME, null);
    this.box.checked = false;
    for (const tick of ticks()) tick.checked = false;
    this.log.erase();
    this.unsure();
    this.say("erased");
  }

  unsure() {
    this.sure = false;
    this.button.textContent = this.button.dataset.words;
  }

  say(key) {
    this.querySelector('[role="status"]').textContent = this.words[key].other;
  }
}

if (!customElements.get("keep-here")) customElements.define("keep-here", KeepHere);
