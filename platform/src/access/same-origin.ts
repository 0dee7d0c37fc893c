import type { IncomingMessage } from 'node:http'

const SAFE = ['GET', 'HEAD', 'OPTIONS']

export const isSafe = (req: IncomingMessage): boolean => SAFE.includes(req.method ?? '')

/**
 * What a browser says about the page that makes a request, which no page can change: 'same' is one of ours. A cookie goes along
 * with any request to us, so a change by cookie takes 'same'.
 */
export function originOf(req: IncomingMessage): 'same' | 'other' | 'unknown' {
  const { origin, host } = req.headers
  const site = req.headers['sec-fetch-site']
  if (origin === undefined && site === undefined) return 'unknown'
  const sameSite = site === undefined || site === 'same-origin'
  // Only the host: TLS may end in front of us.
  const sameOrigin = origin === undefined || (host !== undefined && hostOf(origin) === host.toLowerCase())
  return sameSite && sameOrigin ? 'same' : 'other'
}

function hostOf(origin: string): string | undefined {
  const [, host] = /^https?:\/\/([^/]+)$/i.exec(origin) ?? []
  return host?.toLowerCase()
}
