import { join } from 'node:path'
import express, { type Response, Router } from 'express'

/** Nothing but the files beside it: no script or style inside the page, no other host. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Asked for again each time, by their date: a kiosk runs for months, and must not run an old version with a new one's files. */
const headers = (res: Response) => {
  res.setHeader('cache-control', 'no-cache')
  res.setHeader('content-security-policy', POLICY)
  res.setHeader('referrer-policy', 'no-referrer')
  // The page is at /kiosk, above the folder that its service worker lies in.
  res.setHeader('service-worker-allowed', '/kiosk')
}

/** GET /kiosk: the page for a tablet at the door. Files as they are in `folder`; they talk to us as any device does. */
export function kioskRoutes(folder: string): Router {
  const router = Router()
  router.get(['/kiosk', '/kiosk/'], (_req, res) => {
    headers(res)
    res.sendFile(join(folder, 'index.html'), { cacheControl: false, dotfiles: 'allow' })
  })
  const files = express.static(folder, { index: false, redirect: false, cacheControl: false, setHeaders: headers })
  router.use('/kiosk', (req, res, next) => (/^\/[\w-]+\.(js|css|svg)$/.test(req.path) ? files(req, res, next) : next()))
  return router
}
