import { z } from 'zod'
import type { DocumentedAnswer, Route } from './route.ts'

type Documented = Omit<Route, 'handle'>
type Json = Record<string, unknown>

const PROBLEM = { $ref: '#/components/schemas/Problem' }
const PROBLEMS: readonly (readonly [number, string])[] = [
  [400, 'The request is not as it should be'],
  [401, 'Nobody is signed in, or the key is not valid'],
  [403, 'The caller may not do that'],
  [404, 'There is no such thing, or it is not the caller’s to see'],
  [405, 'This address does not take that method'],
  [408, 'The request did not arrive in time'],
  [409, 'It contradicts what is there'],
  [412, 'It has been changed since the version in If-Match'],
  [413, 'The request is too large'],
  [415, 'The content type is not supported'],
  [422, 'It is well-formed, and not possible'],
  [429, 'Too many requests'],
  [431, 'The headers are too large'],
  [500, 'Something went wrong on our side'],
  [502, 'The HR system answered with an error'],
  [503, 'Not possible at the moment; a retry is safe'],
  [504, 'The HR system did not answer'],
]

/** OpenAPI 3.1: its schemas are JSON Schema, which zod writes by itself. */
export function openApi(info: { title: string; description: string }, routes: readonly Documented[]): Json {
  const paths: Record<string, Json> = {}
  for (const route of routes) {
    paths[route.path] ??= {}
    Object.assign(paths[route.path] as Json, { [route.method]: operation(route) })
  }
  return {
    openapi: '3.1.0',
    info: { ...info, version: '1' },
    paths,
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'A device key or an API token' },
        session: { type: 'apiKey', in: 'cookie', name: 'rollcall_session', description: 'An admin who has signed in' },
      },
      schemas: { Problem: problemSchema },
    },
  }
}

function operation(route: Documented): Json {
  const parameters = [...fields(route.params, 'path'), ...fields(route.query, 'query')]
  // ?format=csv, or a client that would rather have a table.
  const alsoCsv = route.query !== undefined && 'format' in route.query.shape
  const answers = Object.entries(route.answers).map(([status, answer]) => [status, documented(answer, alsoCsv)])
  const given = new Set(answers.map(([status]) => status))
  const refused = PROBLEMS.filter(([status]) => !given.has(String(status))).map(([status, description]) => [
    String(status),
    { description, content: { 'application/problem+json': { schema: PROBLEM } } },
  ])
  return {
    tags: [route.tag],
    summary: route.summary,
    ...(route.description && { description: route.description }),
    operationId: `${route.method} ${route.path}`.replaceAll(/\W+/g, '_').replace(/_$/, ''),
    'x-right': route.right,
    security: route.right === 'open' ? [] : [{ key: [] }, { session: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...requestBody(route),
    responses: Object.fromEntries([...answers, ...refused]),
  }
}

function requestBody({ body, bodyType, bodyExample }: Documented): Json {
  if (!body && !bodyType) return {}
  const content = { schema: body ? input(body) : {}, ...(bodyExample !== undefined && { example: bodyExample }) }
  return { requestBody: { required: true, content: { [bodyType ?? 'application/json']: content } } }
}

function documented(
  { description, schema, contentType = 'application/json', example }: DocumentedAnswer,
  alsoCsv: boolean,
): Json {
  if (!schema && contentType === 'application/json') return { description }
  // A stream of events has no schema as a whole.
  if (contentType === 'text/event-stream') return { description, content: { [contentType]: {} } }
  const content = { schema: schema ? output(schema) : { type: 'string' }, ...(example !== undefined && { example }) }
  const csv = alsoCsv && schema ? { 'text/csv': { schema: { type: 'string' } } } : {}
  return { description, content: { [contentType]: content, ...csv } }
}

function fields(schema: z.ZodObject | undefined, place: 'path' | 'query'): Json[] {
  if (!schema) return []
  const { properties = {}, required = [] } = input(schema) as { properties?: Record<string, Json>; required?: string[] }
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description !== undefined && { description }),
    schema: rest,
  }))
}

/** What zod cannot say in JSON Schema is taken as anything: give such a schema its own with .meta({ ... }). */
const options = { unrepresentable: 'any', target: 'draft-2020-12' } as const
const plain = ({ $schema: _, ...schema }: Json): Json => schema
const input = (schema: z.ZodType): Json => plain(z.toJSONSchema(schema, { ...options, io: 'input' }) as Json)
const output = (schema: z.ZodType): Json => plain(z.toJSONSchema(schema, { ...options, io: 'output' }) as Json)

const problemSchema = {
  type: 'object',
  description: 'An error with a meaning (RFC 9457)',
  required: ['type', 'title', 'status'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: { field: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
}
