// Keeps the first-aid pages on the device. It answers for them and what they use; every other request passes it by.
// sw.js, which the build writes, tells what to keep (`self.kept`) and loads this.

const { version, files } = self.kept;
const PREFIX = `rattesnore:${new URL(self.registration.scope).pathname}:`;
const CACHE = `${PREFIX}page:${version}`;
const DATE = { cache: `${PREFIX}date`, address: new URL("saved-on", self.registration.scope).href };
const address = (name) => new URL(name, self.registration.scope).href;
const ours = new Set(files.map(address));

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const plain = url.origin + url.pathname.replace(/index\.html$/, "");
  if (event.request.method !== "GET") return;
  if (ours.has(plain)) event.respondWith(answer(plain, event.request));
  else if (event.request.mode === "navigate" && ours.has(`${plain}/`)) event.respondWith(Response.redirect(`${plain}/${url.search}`));
});

/** Keep everything of one version, past the browser's own cache, or nothing. */
async function install() {
  const responses = await Promise.all(files.map((name) => fetch(address(name), { cache: "reload" })));
  if (responses.some((response) => !response.ok)) throw new Error("a file of the first-aid pages is missing");
  const cache = await caches.open(CACHE);
  await Promise.all(responses.map(async (response, index) => cache.put(address(files[index]), await direct(response))));
  const date = await caches.open(DATE.cache);
  await date.put(DATE.address, new Response(new Date().toISOString()));
  await self.skipWaiting();
}

/** A response that came by a redirect may not answer for a page; a new one with its content may. */
async function direct(response) {
  return response.redirected ? new Response(await response.blob(), { headers: response.headers }) : response;
}

/** A page that is open stays as it is; what it asks for from now on is the new version's. */
async function activate() {
  const stale = (await caches.keys()).filter((name) => name.startsWith(`${PREFIX}page:`) && name !== CACHE);
  await Promise.all(stale.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function answer(kept, request) {
  return (await (await caches.open(CACHE)).match(kept)) ?? fetch(request);
}
