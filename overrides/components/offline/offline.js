// Asks the browser to keep, for times without a network, the first-aid pages; and once the search has been used, it and the pages that are opened.
// Every page of the site does.

const root = new URL("../../", import.meta.url);
const KEEPER = new URL("sw.js", root);

/** Where the day lies on which the copy was last known to be the newest. */
export const DATE = { cache: `rattesnore:${root.pathname}:date`, address: new URL("saved-on", root).href };

/** The registration, or null where the browser or the site has none. */
export const keeper = loaded().then(register);

async function loaded() {
  if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done, { once: true }));
}

async function register() {
  try {
    return await navigator.serviceWorker.register(KEEPER, { updateViaCache: "none" });
  } catch {
    return null;
  }
}

/** Have this page kept, if the search has been used in its edition; it has where the use `begins` now. */
export async function keepPage(begins = false) {
  if (!(await keeper)) return;
  (await navigator.serviceWorker.ready).active.postMessage({ page: location.href, begins });
}

keepPage();
