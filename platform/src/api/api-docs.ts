import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Express, Response } from 'express'

/** Where the files of Swagger UI are. */
const FILES = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
const SERVED = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png']

/** Nothing of another host, and no script but the files that are served here. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const page = (title: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="/apidocs/favicon-32x32.png">
<link rel="stylesheet" href="/apidocs/swagger-ui.css">
</head>
<body>
<div id="calls"></div>
<script src="/apidocs/swagger-ui-bundle.js"></script>
<script src="/apidocs/begin.js"></script>
</body>
</html>
`
const BEGIN = `SwaggerUIBundle({ url: '/apidocs/openapi.json', dom_id: '#calls', deepLinking: true, validatorUrl: null })\n`

/** The document of a service's calls, and a page that shows it: open to everybody. */
export function apiDocs(app: Express, document: Record<string, unknown>): void {
  const { title } = document.info as { title: string }
  const send = (res: Response, type: string, body: string) => {
    res.setHeader('content-security-policy', POLICY)
    res.setHeader('referrer-policy', 'no-referrer')
    res.type(type).send(body)
  }
  app.get('/apidocs', (_req, res) => send(res, 'html', page(title)))
  app.get('/apidocs/begin.js', (_req, res) => send(res, 'js', BEGIN))
  app.get('/apidocs/openapi.json', (_req, res) => send(res, 'json', JSON.stringify(document)))
  for (const file of SERVED)
    app.get(`/apidocs/${file}`, (_req, res) => res.sendFile(join(FILES, file), { dotfiles: 'allow' }))
}
