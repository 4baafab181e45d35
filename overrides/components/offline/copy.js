// The first-aid page says of what day its copy is, when it is old, and when a newer one has come.

import { PREFIX } from "../store/store.js";
import { language } from "../words/words.js";
import { DATE, keeper } from "./offline.js";

const OLD = 90 * 24 * 60 * 60 * 1000; // milliseconds
const PATIENCE = 2000; // milliseconds to wait for the site's answer on a bad line

export class SavedCopy extends HTMLElement {
  async connectedCallback() {
    const isCopy = Boolean(navigator.serviceWorker?.controller);
    keeper.then((registration) => registration && keepTools());
    if (!isCopy) return;
    const version = await copyName();
    navigator.serviceWorker.addEventListener("controllerchange", async () => {
      if ((await copyName()) !== version) this.say(this.dataset.newer);
    });
    const checked = keeper.then(check);
    await Promise.race([checked, new Promise((done) => setTimeout(done, PATIENCE))]);
    await this.tell();
    await checked;
    await this.tell();
  }

  /** Say of what day the copy is. */
  async tell() {
    const found = await caches.match(DATE.address);
    const day = new Date(await found?.text());
    if (Number.isNaN(day.getTime()) || this.textContent === this.dataset.newer) return;
    const date = new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(day);
    const old = Date.now() - day > OLD ? ` ${this.dataset.old}` : "";
    this.say(this.dataset.copy.replace("{date}", date) + old);
  }

  say(words) {
    this.hidden = false;
    if (this.textContent !== words) this.firstElementChild.textContent = words;
  }
}

/** The name under which the page is kept: another for each version of it. */
async function copyName() {
  return (await caches.keys()).filter((name) => name.startsWith(`${PREFIX}page:`)).join();
}

/** Who has been here wants the messages and the log without a network too. */
async function keepTools() {
  (await navigator.serviceWorker.ready).active.postMessage("tools");
}

/** Ask the site whether the copy is the newest; if it is, it is of today. */
async function check(registration) {
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
