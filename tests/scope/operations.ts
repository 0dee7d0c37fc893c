import type { Right } from '@rollcall/platform'
import type { Things } from './school-world.ts'

interface Schema {
  readonly type?: string
  readonly format?: string
  readonly default?: unknown
  readonly example?: unknown
  readonly examples?: readonly unknown[]
  readonly enum?: readonly unknown[]
}
interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query'
  readonly required: boolean
  readonly schema: Schema
}
interface Documented {
  readonly 'x-right'?: Right | 'anyone' | 'open'
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly example?: unknown }>> }
}
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Documented>>>>
}

/** One route and method of the document. */
export interface Operation {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly right: Right | 'anyone' | 'open' | undefined
  readonly parameters: readonly Parameter[]
  readonly content: readonly [type: string, example: unknown] | undefined
}

export interface ScopeRequest {
  readonly path: string
  readonly body?: string
  readonly headers: Readonly<Record<string, string>>
  /** It says by itself whose school it is about. */
  readonly names: boolean
}

export const operationsOf = ({ paths }: ApiDocument): Operation[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, documented]) => {
      const [content] = Object.entries(documented.requestBody?.content ?? {})
      return {
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        right: documented['x-right'],
        parameters: documented.parameters ?? [],
        content: content && ([content[0], content[1].example] as const),
      }
    }),
  )

/** What a parameter in a path means: by the part of the path before it. */
const IN_PATHS: Readonly<Record<string, keyof Things>> = {
  school: 'school',
  schools: 'school',
  class: 'class',
  classes: 'class',
  user: 'user',
  users: 'user',
  admins: 'admin',
  keys: 'key',
  attendances: 'attendance',
  corrections: 'correction',
  days: 'date',
  employees: 'employee',
  imports: 'import',
  fevers: 'date',
  'dead-letters': 'letter',
  tasks: 'task',
  'task-requests': 'request',
}
/** Where another thing of that kind is needed. */
const INSTEAD: Readonly<Record<string, keyof Things>> = { 'POST /api/admins/{id}/invitation': 'invited' }

/** What the field of a body or a query parameter means: by its name, in any of its forms. */
const FIELDS: Readonly<Record<string, keyof Things>> = {
  schoolId: 'school',
  school_id: 'school',
  school: 'school',
  schools: 'school',
  classId: 'class',
  class: 'class',
  userId: 'user',
  user_id: 'user',
  user: 'user',
  users: 'user',
}

/** Bodies for which the route has no example of its own. */
const BODIES: Readonly<Record<string, (things: Things) => unknown>> = {
  'POST /api/corrections': (things) => markOf(things),
  'POST /api/corrections/preview': (things) => markOf(things),
  'PUT /api/leave/employees/{id}/link': ({ user }) => ({ userId: user }),
  'POST /api/v1/attendance/create': ({ user, date }) => ({ id: user, userId: user, status: 'Present', date }),
  'PATCH /api/reports/fevers/{date}/users/{id}': () => ({ recheck: 37, owner: 'Asha Rai' }),
  'PATCH /api/operations/dead-letters/{id}': ({ user, school, date, attendance }) => {
    const at = new Date(Number(attendance.split('i')[1])).toISOString()
    const value = { v: 1, id: attendance, userId: user, schoolId: school, type: 'checkin', at, localDate: date }
    return { value: { ...value, temperature: null, image: null, deviceId: null, receivedAt: at } }
  },
}
const markOf = ({ user, date }: Things) => ({
  kind: 'mark',
  status: 'Present',
  userId: user,
  localDate: date,
  reason: 'seen in class',
})

/** Of parameters in a query that must be there and have neither a default nor an example. */
const QUERIES: Readonly<Record<string, (things: Things) => string>> = {
  date: ({ date }) => date,
  from: ({ date }) => date,
  to: ({ date }) => date,
  month: ({ date }) => date.slice(0, 7),
}
/** What a call takes in its query besides: where the name alone does not tell, or one of several is needed. */
const MORE: Readonly<Record<string, Readonly<Record<string, keyof Things>>>> = {
  'GET /api/v1/attendance/search': { id: 'user' },
  'GET /api/reports/chronic-absence': { school: 'school' },
  'GET /api/reports/consecutive-absences': { school: 'school' },
  'GET /api/reports/month-sheet': { school: 'school' },
}

/** A call of this operation about these things; throws where the test does not know how to make one. */
export function requestFor(operation: Operation, things: Things): ScopeRequest {
  const { name, path, parameters, content } = operation
  let names = false
  const parts = path.split('/').map((part, index, all) => {
    if (!/^\{\w+\}$/.test(part)) return part
    const thing = INSTEAD[name] ?? IN_PATHS[all[index - 1] ?? '']
    if (!thing) throw new Error(`${name}: tests/scope/operations.ts does not know what ${part} is`)
    names ||= thing !== 'date'
    return encodeURIComponent(things[thing])
  })
  const query = new URLSearchParams()
  const more = MORE[name] ?? {}
  for (const parameter of parameters.filter((each) => each.in === 'query')) {
    const thing = more[parameter.name] ?? (parameter.required ? FIELDS[parameter.name] : undefined)
    names ||= thing !== undefined
    if (thing) query.set(parameter.name, String(things[thing]))
    else if (parameter.required) query.set(parameter.name, queryValue(operation, parameter, things))
  }
  const address = query.size > 0 ? `${parts.join('/')}?${query}` : parts.join('/')
  if (!content) return { path: address, headers: {}, names }
  const [type, example] = content
  const given = BODIES[name]?.(things) ?? example
  if (given === undefined)
    throw new Error(`${name}: its route has no bodyExample, and tests/scope/operations.ts no body`)
  if (typeof given === 'string') return { path: address, headers: { 'content-type': type }, body: given, names }
  const about = { found: false }
  const body = JSON.stringify(withThings(given, things, about))
  return { path: address, headers: { 'content-type': type }, body, names: names || about.found }
}

/** The same call once for each filter by which it could be asked for things of another school. */
export function filtersOf({ parameters }: Operation, things: Things, word: string): string[] {
  return parameters
    .filter((each) => each.in === 'query')
    .flatMap(({ name }) => {
      const thing = FIELDS[name]
      if (thing) return [`${name}=${things[thing]}`]
      return ['q', 'search', 'name', 'externalId'].includes(name) ? [`${name}=${word}`] : []
    })
}

function queryValue({ name }: Operation, { name: parameter, schema }: Parameter, things: Things): string {
  const value = schema.example ?? schema.examples?.[0] ?? schema.enum?.[0] ?? QUERIES[parameter]?.(things)
  if (value === undefined) throw new Error(`${name}: tests/scope/operations.ts has no value for ?${parameter}=`)
  return String(value)
}

/** The example, with ids of these things in place of its own. */
function withThings(value: unknown, things: Things, about: { found: boolean }): unknown {
  if (Array.isArray(value)) return value.map((each) => withThings(each, things, about))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      const thing = FIELDS[name]
      const isId = typeof each === 'number' || typeof each === 'string'
      const areIds = Array.isArray(each) && each.every((one) => typeof one === 'number')
      if (!thing || !(isId || areIds)) return [name, withThings(each, things, about)]
      about.found = true
      return [name, areIds ? [things[thing]] : things[thing]]
    }),
  )
}
