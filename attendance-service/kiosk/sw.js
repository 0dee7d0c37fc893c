// Keeps the page of the kiosk, so that it opens when the server is gone. It keeps no answer of the API.
const KEPT = 'rollcall-kiosk'
const FILES = [
  '/kiosk',
  ...['kiosk.css', 'icon.svg', 'main.js', 'call.js', 'kept-check-ins.js', 'key.js', 'page.js', 'read-check-in.js'].map(
    (name) => `/kiosk/${name}`,
  ),
  '/kiosk/sender.js',
  '/kiosk/told.js',
]

self.addEventListener('install', (event) => {
  self.skipWaiting()
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(FILES)))
})
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url)
  if (event.request.method !== 'GET' || origin !== self.location.origin || !FILES.includes(pathname)) return
  event.respondWith(newest(event.request, pathname))
})

/** From the server where it answers, so that a new version is there at once. */
async function newest(request, pathname) {
  const cache = await caches.open(KEPT)
  const answer = await fetch(request, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined)
  if (answer?.ok) {
    await cache.put(pathname, answer.clone())
    return answer
  }
  return (await cache.match(pathname)) ?? answer ?? Response.error()
}
