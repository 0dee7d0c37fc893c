import { type IncomingMessage, request, type ServerResponse } from 'node:http'
import { problems, requestIdOf, writeProblem } from '@rollcall/platform'

const PATHS = [
  ['POST', /^\/(attendances(\/batch)?|upload\/image|api\/attendances)$/],
  ['GET', /^\/(images\/[^/]+|kiosk(\/.*)?)$/],
] as const

/** Of the connection, not of the message: they are not passed on. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'te', 'trailer', 'proxy-connection']

export const belongsToTheEdge = (req: IncomingMessage): boolean => {
  const path = req.url?.split('?', 1)[0] ?? ''
  return PATHS.some(([method, paths]) => req.method === method && paths.test(path))
}

/** Passes a request on to attendance-service: what nginx does where there is one, so that clients need one address only. */
export function passToEdge(edge: string, req: IncomingMessage, res: ServerResponse): void {
  const headers = { ...req.headers }
  for (const name of HOP_BY_HOP) delete headers[name]
  const passed = request(new URL(req.url ?? '/', edge), { method: req.method, headers }, (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(res)
  })
  passed.on('error', () => {
    if (res.headersSent) res.destroy()
    else writeProblem(res, problems.unavailable('attendance-service does not answer'), requestIdOf(req))
  })
  res.on('close', () => passed.destroy())
  req.pipe(passed)
}
