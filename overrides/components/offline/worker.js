// Keeps, on the device, the first-aid pages; and once the search has been used in an edition, the search and the pages that are opened there.
// First aid is answered for from the device. All else comes from the site, and from the device where the site can't be reached.
// sw.js, which the build writes, tells what to keep (`self.kept`) and loads this.

const { version, build, pages, away, tools, editions, files: digests } = self.kept;
const root = new URL(self.registration.scope);
const address = (name) => new URL(name, root).href;
const PREFIX = `rattesnore:${root.pathname}:`;
const CACHE = `${PREFIX}page:${version}`;
const READ = `${PREFIX}read:${build}`;
const DATE = { cache: `${PREFIX}date`, address: address("saved-on") };
const LIST = "search/files.json";
const MOST = 50; // pages that are kept, the last opened
const PATIENCE = 5000; // milliseconds to wait for the site where the page is kept
const homes = new Set(pages.map(address));
const files = new Set(tools.map(address));
const copied = new Set(); // ids of open pages that came from the device

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => event.waitUntil(event.data === "tools" ? keepTools() : keepPage(event.data)));
self.addEventListener("fetch", (event) => {
  const { request, clientId, resultingClientId } = event;
  const plain = plainly(request.url);
  if (request.method !== "GET" || !plain.startsWith(root.href)) return;
  if (request.mode !== "navigate") event.respondWith(file(request, clientId));
  else if (homes.has(plain)) event.respondWith(copyOf(request, plain));
  else if (homes.has(`${plain}/`)) event.respondWith(Response.redirect(`${plain}/`));
  else event.respondWith(page(request, plain, resultingClientId));
});

// ---------------------------------------------------------------- versions

/** Keep the pages of this version, and the tools and what was read where an earlier version had them. First aid comes whole or not at all. */
async function install() {
  const before = await earlier();
  if (!(await match(CACHE, address(away.at(-1))))) {
    const had = await Promise.all(before.map((name) => match(name, address(tools.at(-1)))));
    await keep([...pages, ...away, ...(had.some(Boolean) ? tools : [])]);
  }
  await Promise.all(before.map(keepAgain));
  const date = await caches.open(DATE.cache);
  await date.put(DATE.address, new Response(new Date().toISOString()));
  await self.skipWaiting();
}

/** A page that is open stays as it is, with what is typed in it; the next one opened is of the new version. */
async function activate() {
  await Promise.all((await earlier()).map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** The names of the caches of other versions. */
async function earlier() {
  return (await caches.keys()).filter((name) => name.startsWith(PREFIX) && ![CACHE, READ, DATE.cache].includes(name));
}

// ---------------------------------------------------------------- first aid

async function keepTools() {
  if (!(await match(CACHE, address(tools.at(-1))))) await keep(tools);
}

async function keep(names) {
  const responses = await Promise.all(names.map((name) => fetch(address(name), { cache: "reload" })));
  const wholes = await Promise.all(responses.map((response, index) => isWhole(response, digests[names[index]])));
  if (!wholes.every(Boolean)) throw new Error("a file of the first-aid pages is missing, or cut off");
  const cache = await caches.open(CACHE);
  // One after the other: when the last is there, all are.
  for (const [index, response] of responses.entries()) await cache.put(address(names[index]), await direct(response));
}

/** Say whether a file came whole, a page to its very end: what is kept of first aid is shown until the next version. */
async function isWhole(response, digest) {
  if (!response.ok) return false;
  const copy = response.clone();
  return digest ? (await digestOf(copy)) === digest : (await copy.text()).trimEnd().endsWith("</html>");
}

/** A response that came by a redirect may not answer for a page; a new one with its content may. */
async function direct(response) {
  return response.redirected ? new Response(await response.blob(), { headers: response.headers }) : response;
}

async function copyOf(request, plain) {
  return (await match(CACHE, plain)) ?? fetch(request);
}

// ---------------------------------------------------------------- what was read

/** Keep a page that was opened, if the search has been used in its edition, or is so now. */
async function keepPage({ page, begins }) {
  const plain = plainly(page);
  if (homes.has(plain)) return;
  try {
    const list = await listOf(editionOf(plain), begins);
    if (list) await keepFile(plain, list.files);
    if (list) await trim(list.shell);
  } catch {
    // Without a network, or while a newer build is on its way, it stays as it was.
  }
}

/** Return the list of an edition where the search has been used; where its use begins, keep first all that the search and the pages need. */
async function listOf(edition, begins) {
  const at = address(edition + LIST);
  const known = await match(READ, at);
  if (known || !begins) return known?.json();
  const answer = await fetch(at, { cache: "no-cache" });
  const list = await answer.clone().json();
  if (list.build !== build) return null;
  await Promise.all(list.shell.map((name) => keepFile(address(name), list.files)));
  await (await caches.open(READ)).put(at, answer);
  return list;
}

/** Keep a file, if it is of this build; one that was kept becomes the last kept. */
async function keepFile(at, files) {
  const cache = await caches.open(READ);
  const response = (await cache.match(at)) ?? (await ofThisBuild(at, files[at.slice(root.href.length)]));
  await cache.put(at, await direct(response));
}

/** Fetch a file, past the browser's own cache if that has one of another build. */
async function ofThisBuild(at, digest) {
  for (const cache of ["default", "reload"]) {
    const response = await fetch(at, { cache });
    if ((await digestOf(response.clone())) === digest) return response;
  }
  throw new Error(`not of this build: ${at}`);
}

async function digestOf(response) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.arrayBuffer()));
  return [...bytes.slice(0, 6)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Drop the pages that were opened longest ago. */
async function trim(shell) {
  const cache = await caches.open(READ);
  const needed = new Set(shell.map(address));
  const opened = (await cache.keys()).filter(({ url }) => url.endsWith("/") && !needed.has(url));
  await Promise.all(opened.slice(0, -MOST).map((request) => cache.delete(request)));
}

/** Keep what an earlier build had, as it is in this one; a page that is gone, or can't be fetched now, is left out. */
async function keepAgain(before) {
  const kept = (await (await caches.open(before)).keys()).map(({ url }) => url);
  const lists = kept.filter((url) => url.endsWith(LIST));
  const begun = await Promise.allSettled(lists.map((url) => listOf(url.slice(root.href.length, -LIST.length), true)));
  const opened = begun.some(({ value }) => value) ? kept.filter((url) => url.endsWith("/")) : [];
  await Promise.allSettled(opened.map((page) => keepPage({ page, begins: false })));
}

const editionOf = (plain) => editions.findLast((edition) => plain.startsWith(address(edition)));

/** A page comes from the site; from the device where the site is out of reach or slow. What is not there either is told. */
async function page(request, plain, id) {
  const copy = await match(READ, plain.endsWith("/") ? plain : `${plain}/`);
  try {
    const answer = fetch(request);
    return await (copy ? Promise.race([answer, late()]) : answer);
  } catch {
    if (copy && !plain.endsWith("/")) return Response.redirect(`${plain}/${new URL(request.url).search}`);
    if (copy) copied.add(id);
    return copy ?? (await absent(plain)) ?? Response.error();
  }
}

/** The page that says that a page is not on the device. Nothing stands for another kind of file. */
const absent = (plain) => /\.\w+$/.test(plain) ? undefined : match(CACHE, address(away[editions.indexOf(editionOf(plain))]));

const late = () => new Promise((_, reject) => setTimeout(reject, PATIENCE));

/** A first-aid page has its own files from the device; and so has a page that came from there, so that it is of one build. */
async function file(request, clientId) {
  const plain = plainly(request.url);
  const client = files.has(plain) && (await self.clients.get(clientId));
  if (client && homes.has(plainly(client.url))) return copyOf(request, plain);
  if (copied.has(clientId)) return (await match(READ, plain)) ?? fetch(request);
  try {
    return await fetch(request);
  } catch (error) {
    const copy = await match(READ, plain);
    if (copy) return copy;
    throw error;
  }
}

// ---------------------------------------------------------------- small things

/** Return what a cache holds, without making the cache. */
function match(cacheName, at) {
  return caches.match(at, { cacheName });
}

/** An address without its query, fragment and `index.html`. */
function plainly(text) {
  const url = new URL(text);
  return url.origin + url.pathname.replace(/index\.html$/, "");
}
