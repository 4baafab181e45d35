// What this device keeps. Keys begin with the path of the site, so two sites on one host do not mix.

const root = new URL("../../", import.meta.url).pathname;
const FORMAT = 1;

const keyOf = (name) => `rattesnore:${root}:${name}`;

/** Return {value, fault}: what was kept under a name, or why it can't be read ("refused", "damaged", "newer"). */
export function read(name) {
  let text;
  try {
    text = localStorage.getItem(keyOf(name));
  } catch {
    return { value: null, fault: "refused" };
  }
  if (text === null) return { value: null, fault: "" };
  try {
    const kept = JSON.parse(text);
    if (kept.format > FORMAT) return { value: null, fault: "newer" };
    if (kept.format === FORMAT && "value" in kept) return { value: kept.value, fault: "" };
  } catch {
    // Falls through to the same answer as a text that is JSON but not ours.
  }
  setAside(name, text);
  return { value: null, fault: "damaged" };
}

/** Keep a value under a name; return whether it could be kept. `null` removes it. */
export function write(name, value) {
  try {
    if (value === null) localStorage.removeItem(keyOf(name));
    else localStorage.setItem(keyOf(name), JSON.stringify({ format: FORMAT, value }));
    return true;
  } catch {
    return false;
  }
}

/** Call back when another tab changes what is kept under a name. */
export function watch(name, changed) {
  addEventListener("storage", (event) => {
    if (event.key === keyOf(name) || event.key === null) changed();
  });
}

/** Damaged data is set aside, not deleted: somebody may be able to mend it. */
function setAside(name, text) {
  try {
    localStorage.setItem(keyOf(`${name}:damaged`), text);
    localStorage.removeItem(keyOf(name));
  } catch {
    // A full or refused storage keeps what it has.
  }
}
