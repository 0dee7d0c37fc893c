// Keeps the page and its files, so that the evacuation list opens when the server is gone. No answer of the API is kept here: what
// a screen needs in that case it keeps by itself (session/kept-me.ts).
const SHELL = 'rollcall-shell'
const PAGE = '/app/'

self.addEventListener('install', (event) => {
  self.skipWaiting()
  event.waitUntil(fetch(PAGE, { cache: 'no-store' }).then(keepShell))
})
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request
  const { origin, pathname } = new URL(url)
  if (method !== 'GET' || origin !== self.location.origin || !pathname.startsWith(PAGE)) return
  if (mode === 'navigate') event.respondWith(pageFirstFromServer(event))
  else if (pathname.startsWith(`${PAGE}assets/`)) event.respondWith(assetFirstFromHere(event.request))
})

async function pageFirstFromServer(event) {
  try {
    const answer = await fetch(event.request)
    if (answer.ok) event.waitUntil(keepShell(answer.clone()))
    return answer
  } catch (error) {
    const kept = await caches.match(PAGE)
    if (kept) return kept
    throw error
  }
}

/** Its name changes with its content: what is here is right. */
async function assetFirstFromHere(request) {
  const kept = await caches.match(request)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok) await (await caches.open(SHELL)).put(request, answer.clone())
  return answer
}

/** The page with its policy and nonce as they came, and the files that it names; those of an earlier version go. */
async function keepShell(answer) {
  if (!answer.ok) return
  const cache = await caches.open(SHELL)
  const page = await answer.clone().text()
  const wanted = [...new Set(page.match(/\/app\/assets\/[\w.-]+/g) ?? [])]
  const known = (await cache.keys()).map(({ url }) => new URL(url).pathname)
  const missing = wanted.filter((path) => !known.includes(path))
  await cache.addAll(missing)
  if (missing.length > 0)
    for (const path of known) if (path !== PAGE && !wanted.includes(path)) await cache.delete(path)
  await cache.put(PAGE, answer)
}
