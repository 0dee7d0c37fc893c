import { idNumber, TRANSITIONS } from '@rollcall/domain'
import { openApi, operationsDocs, type Route } from '@rollcall/platform'
import { z } from 'zod'
import { checkIn, MOST_IN_A_BATCH } from './check-ins/check-in.ts'

const recorded = z.object({
  id: z.string(),
  userId: idNumber,
  schoolId: idNumber,
  type: z.enum(TRANSITIONS),
  timestamp: z.iso.datetime(),
  localDate: z.string(),
  duplicate: z.boolean(),
})
const result = z.union([
  recorded.extend({ status: z.union([z.literal(200), z.literal(201)]) }),
  z.looseObject({ type: z.string(), title: z.string(), status: z.int() }),
])
const EXAMPLE = { userId: 1, type: 'checkin', timestamp: '2026-11-20T08:00:00+01:00', temperature: 36.6 }
const CHECK_INS = 'Check-ins'
const IMAGES = 'Images'

/** The calls stand beside Express and its routes (docs/adr/0002); here is what they take and answer. */
const calls: readonly Omit<Route, 'handle'>[] = [
  {
    method: 'post',
    path: '/attendances',
    tag: CHECK_INS,
    summary: 'Somebody has come or gone',
    description: 'Sending the same again is always safe: it never counts twice.',
    right: 'anyone',
    body: checkIn,
    bodyExample: EXAMPLE,
    answers: {
      200: { description: 'It is known already', schema: recorded },
      201: { description: 'It is recorded, and safe', schema: recorded },
    },
  },
  {
    method: 'post',
    path: '/attendances/batch',
    tag: CHECK_INS,
    summary: 'What a device has kept while it was offline',
    right: 'anyone',
    body: z.array(checkIn).min(1).max(MOST_IN_A_BATCH),
    bodyExample: [EXAMPLE, { userId: 2, type: 'checkin', timestamp: 1_795_161_600_000 }],
    answers: { 207: { description: 'What became of each, in order', schema: z.array(result) } },
  },
  {
    method: 'post',
    path: '/upload/image',
    tag: IMAGES,
    summary: 'A picture: PNG, JPEG or WebP, at most 1 MB',
    right: 'anyone',
    bodyType: 'multipart/form-data',
    body: z.object({ file: z.any().meta({ type: 'string', format: 'binary' }) }),
    answers: { 201: { description: 'Its id', schema: z.object({ image: z.string() }) } },
  },
  {
    method: 'get',
    path: '/images/{id}',
    tag: IMAGES,
    summary: 'A picture',
    right: 'anyone',
    params: z.object({ id: z.string() }),
    answers: {
      200: { description: 'The picture', contentType: 'image/*' },
      304: { description: 'It is the one in If-None-Match' },
    },
  },
  {
    method: 'get',
    path: '/kiosk',
    tag: CHECK_INS,
    summary: 'A page for a tablet at the door, which sends check-ins with a kiosk key',
    right: 'open',
    answers: { 200: { description: 'The page', contentType: 'text/html' } },
  },
]

export const document = openApi(
  { title: 'Rollcall: check-ins', description: 'Records who comes and goes, and keeps pictures.' },
  [...calls, ...operationsDocs],
)
