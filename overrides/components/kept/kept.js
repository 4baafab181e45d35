// What this device keeps for this site: listed, saved to a file, erased.

import { all, PREFIX, write } from "../store/store.js";

const part = (root, name) => root.querySelector(`[data-part="${name}"]`);

export class KeptData extends HTMLElement {
  connectedCallback() {
    if (this.words) return;
    this.words = JSON.parse(this.dataset.words);
    this.plural = new Intl.PluralRules(document.documentElement.lang);
    this.lines = new Map([...this.querySelectorAll("[data-kept]")].map((line) => [line.dataset.kept, line]));
    this.addEventListener("click", ({ target }) => this.pressed(target.closest("button")));
    addEventListener("storage", () => this.draw());
    addEventListener("pageshow", ({ persisted }) => persisted && this.draw());
    navigator.serviceWorker?.ready.then(() => this.draw());
    this.draw();
  }

  async draw() {
    this.ariaBusy = "true";
    this.entries = all();
    this.caches = await cacheNames();
    const kept = new Map((this.entries ?? []).map(([name, text]) => [this.lineOf(name), text]));
    if (this.caches.length) kept.set("offline", "");
    for (const [name, line] of this.lines) {
      line.hidden = !kept.has(name);
      const marks = name.startsWith("checklist:") && kept.has(name) ? count(kept.get(name)) : 0;
      const told = line.querySelector("[data-part=marks]");
      if (told) told.textContent = marks ? `: ${this.say("marks", marks)}` : "";
    }
    part(this, "list").hidden = part(this, "actions").hidden = !kept.size;
    part(this, "lead").textContent = this.say(kept.size ? "lead" : this.entries ? "nothing" : "refused");
    this.ariaBusy = "false";
  }

  lineOf(name) {
    if (name.includes(":damaged:")) return "damaged";
    return this.lines.has(name) ? name : "other";
  }

  pressed(button) {
    const actions = { save: () => this.save(), clear: () => this.ask(true), cancel: () => this.ask(false), yes: () => this.clear() };
    actions[button?.dataset.part]?.();
  }

  ask(open) {
    part(this, "ask").hidden = !open;
    part(this, open ? "ask" : "clear").focus();
  }

  save() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(Object.fromEntries(this.entries), null, 1)], { type: "application/json" }));
    link.download = "rattesnore.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  async clear() {
    const erased = (all() ?? []).map(([name]) => write(name, null));
    await forget(await cacheNames());
    await this.draw();
    part(this, "ask").hidden = true;
    part(this, "lead").textContent = this.say(erased.every(Boolean) ? "cleared" : "failed");
    part(this, "lead").focus();
  }

  say(key, n = 2) {
    const forms = this.words[key];
    return (forms[this.plural.select(n)] ?? forms.other).replace("{n}", n);
  }
}

/** Return how many marks the lists of a kind hold. */
function count(text) {
  try {
    const marks = Object.values(JSON.parse(text).value.lists).flatMap((list) => Object.values(list.marks));
    return marks.filter((mark) => mark.state !== "todo").length;
  } catch {
    return 0;
  }
}

async function cacheNames() {
  try {
    return (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  } catch {
    return [];
  }
}

/** Remove the copies for times without a network, and what keeps them. A page that is opened later keeps them again. */
async function forget(names) {
  await Promise.all(names.map((name) => caches.delete(name)));
  const registration = names.length && await navigator.serviceWorker?.getRegistration(new URL("../../", import.meta.url));
  if (registration) await registration.unregister();
}

if (!customElements.get("kept-data")) customElements.define("kept-data", KeptData);
