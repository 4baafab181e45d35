// Keeps the first-aid pages on the device. It answers for them and what they use; every other request passes it by.
// sw.js, which the build writes, tells what to keep (`self.kept`) and loads this.

const { version, pages, tools } = self.kept;
const root = new URL(self.registration.scope);
const address = (name) => new URL(name, root).href;
const PREFIX = `rattesnore:${root.pathname}:`;
const CACHE = `${PREFIX}page:${version}`;
const DATE = { cache: `${PREFIX}date`, address: address("saved-on") };
const homes = new Set(pages.map(address));
const files = new Set(tools.map(address));

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => event.data === "tools" && event.waitUntil(keepTools()));
self.addEventListener("fetch", (event) => {
  const { request, clientId } = event;
  const plain = plainly(request.url);
  if (request.method !== "GET") return;
  if (request.mode !== "navigate" && files.has(plain)) event.respondWith(tool(request, clientId));
  else if (request.mode === "navigate" && homes.has(plain)) event.respondWith(copyOf(request, plain));
  else if (request.mode === "navigate" && homes.has(`${plain}/`)) event.respondWith(Response.redirect(`${plain}/`));
});

/** Keep the pages of this version, and the tools where an earlier version had them. All or nothing. */
async function install() {
  const before = (await earlier()).at(-1);
  const hadTools = before && (await (await caches.open(before)).keys()).length > pages.length;
  await keep(hadTools ? [...pages, ...tools] : pages);
  const date = await caches.open(DATE.cache);
  await date.put(DATE.address, new Response(new Date().toISOString()));
  await self.skipWaiting();
}

/** A page that is open stays as it is, with what is typed in it; the next one opened is of the new version. */
async function activate() {
  await Promise.all((await earlier()).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function keepTools() {
  if (!(await (await caches.open(CACHE)).match(address(tools.at(-1))))) await keep(tools);
}

/** The names of the caches of other versions. */
async function earlier() {
  return (await caches.keys()).filter((name) => name.startsWith(`${PREFIX}page:`) && name !== CACHE);
}

async function keep(names) {
  const responses = await Promise.all(names.map((name) => fetch(address(name), { cache: "reload" })));
  if (responses.some((response) => !response.ok)) throw new Error("a file of the first-aid pages is missing");
  const cache = await caches.open(CACHE);
  // One after the other: when the last is there, all are.
  for (const [index, response] of responses.entries()) await cache.put(address(names[index]), await direct(response));
}

/** A response that came by a redirect may not answer for a page; a new one with its content may. */
async function direct(response) {
  return response.redirected ? new Response(await response.blob(), { headers: response.headers }) : response;
}

/** Other pages use some of the same files, and always get the site's own. */
async function tool(request, clientId) {
  const client = await self.clients.get(clientId);
  return client && homes.has(plainly(client.url)) ? copyOf(request, request.url) : fetch(request);
}

async function copyOf(request, plain) {
  return (await (await caches.open(CACHE)).match(plain)) ?? fetch(request);
}

/** An address without its query, fragment and `index.html`. */
function plainly(text) {
  const url = new URL(text);
  return url.origin + url.pathname.replace(/index\.html$/, "");
}
