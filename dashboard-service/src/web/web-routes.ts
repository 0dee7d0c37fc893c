import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { problems } from '@rollcall/platform'
import express, { type Request, type Response, Router } from 'express'
import { contentSecurityPolicy } from './content-security-policy.ts'

/** Stands in index.html wherever a style's nonce belongs; vite.config.ts writes it there. */
const NONCE = '__STYLE_NONCE__'

/**
 * The admins' screens under /app: built files, and index.html for whatever else the browser's address says there, as the screens
 * themselves know what it means. A browser that opens / is sent there; other clients go on to whoever answers them.
 */
export function webRoutes(folder: string): Router {
  const router = Router()
  const page = pageOf(folder)
  router.get('/', (req, res, next) => {
    if (req.accepts(['json', 'html']) === 'html') res.redirect(302, '/app/')
    else next()
  })
  // Their names change with their content.
  router.use('/app/assets', express.static(join(folder, 'assets'), { immutable: true, maxAge: '365d', index: false }))
  router.use('/app/assets', () => {
    throw problems.notFound('file')
  })
  router.use(
    '/app',
    express.static(folder, { index: false, redirect: false, cacheControl: false, setHeaders: noCache }),
  )
  // Below /app/, where its service worker is at home.
  router.get('/app', (req, res, next) => {
    if (req.path === '/app') res.redirect(302, '/app/')
    else next()
  })
  router.get('/app{/*rest}', (_req: Request, res: Response) => {
    if (page === undefined) throw problems.unavailable('The screens are not built: npm run build')
    const nonce = randomBytes(16).toString('base64')
    res.setHeader('cache-control', 'no-store')
    res.setHeader('content-security-policy', contentSecurityPolicy(nonce))
    res.setHeader('referrer-policy', 'same-origin')
    res.type('html').send(page.replaceAll(NONCE, nonce))
  })
  return router
}

const noCache = (res: Response) => res.setHeader('cache-control', 'no-cache')

function pageOf(folder: string): string | undefined {
  const file = join(folder, 'index.html')
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
