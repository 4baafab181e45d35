// The first-aid page says of what day its copy is, when it is old, and when a newer one has come.

import { DATE, keeper } from "./offline.js";

const OLD = 90 * 24 * 60 * 60 * 1000; // milliseconds

export class SavedCopy extends HTMLElement {
  async connectedCallback() {
    const copy = navigator.serviceWorker?.controller;
    const registration = await keeper;
    if (!registration || !copy) return;
    navigator.serviceWorker.addEventListener("controllerchange", () => this.say(this.dataset.newer));
    await checked(registration);
    await this.tell();
  }

  /** Say of what day the copy is. */
  async tell() {
    const kept = await caches.match(DATE.address);
    const day = new Date(await kept?.text());
    if (Number.isNaN(day.getTime()) || !this.hidden) return;
    const date = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" }).format(day);
    const old = Date.now() - day > OLD ? ` ${this.dataset.old}` : "";
    this.say(this.dataset.copy.replace("{date}", date) + old);
  }

  say(words) {
    this.hidden = false;
    this.firstElementChild.textContent = words;
  }
}

/** Ask the site whether the copy is the newest; if so it is of today. */
async function checked(registration) {
  try {
    await registration.update();
    if (registration.installing) return;
    const cache = await caches.open(DATE.cache);
    await cache.put(DATE.address, new Response(new Date().toISOString()));
  } catch {
    // Without a network the copy keeps its day.
  }
}

if (!customElements.get("saved-copy")) customElements.define("saved-copy", SavedCopy);
