// What this device keeps. Keys begin with the path of the site, so two sites on one host do not mix.

const root = new URL("../../", import.meta.url).pathname;
const FORMAT = 1;
/** What the names of everything that this site keeps begin with. */
export const PREFIX = `rattesnore:${root}:`;

/**
 * Return {value, fault}: what was kept under a name, or why it can't be read.
 * "refused": the browser forbids it; "damaged": it was set aside; "full": it could not even be set aside; "newer": a later page wrote it.
 */
export function read(name, isSound = () => true) {
  let text;
  try {
    text = localStorage.getItem(PREFIX + name);
  } catch {
    return { value: null, fault: "refused" };
  }
  if (text === null) return { value: null, fault: "" };
  try {
    const kept = JSON.parse(text);
    if (kept.format > FORMAT) return { value: null, fault: "newer" };
    if (kept.format === FORMAT && "value" in kept && isSound(kept.value)) return { value: kept.value, fault: "" };
  } catch {
    // Falls through to the same answer as a text that is JSON but not ours.
  }
  return { value: null, fault: setAside(name, text) ? "damaged" : "full" };
}

/** Keep a value under a name; return whether it could be kept. `null` removes it. */
export function write(name, value) {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, JSON.stringify({ format: FORMAT, value }));
    return true;
  } catch {
    return false;
  }
}

/** Call back when another tab changes what is kept under a name. */
export function watch(name, changed) {
  addEventListener("storage", (event) => {
    if (event.key === PREFIX + name || event.key === null) changed();
  });
  addEventListener("pageshow", ({ persisted }) => persisted && changed());
}

/** Return [name, text] of everything this site keeps, or nothing where the browser forbids it. */
export function all() {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    return keys.sort().map((key) => [key.slice(PREFIX.length), localStorage.getItem(key)]);
  } catch {
    return null;
  }
}

/** Damaged data is set aside, not deleted: somebody may be able to mend it. */
function setAside(name, text) {
  try {
    localStorage.setItem(`${PREFIX}${name}:damaged:${Date.now()}`, text);
    localStorage.removeItem(PREFIX + name);
    return true;
  } catch {
    return false;
  }
}
