// Asks the browser to keep the first-aid pages for times without a network. Every page of the site does.

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
