import { setTimeout as sleep } from 'node:timers/promises'
import { ATTENDANCE_TOPIC } from '@rollcall/platform'
import type { Arrivals } from '../arrivals.ts'
import { untilTaken } from '../drain.ts'
import { rounded } from '../figures.ts'
import type { Stage } from '../stage.ts'
import { Worker } from '../worker.ts'
import { type ReadDistrict, schoolsOf } from './read-district.ts'
import { inShort, type ReadersOrder, type ReadersResult } from './readers.ts'
import type { Read } from './reads.ts'
import type { ReadersUnderLoad } from './reads-result.ts'

const READERS = 64
const RECORDS_A_SECOND = 5_000
const RECORDS_A_REQUEST = 100
const WARM_UP_SECONDS = 3
/** Of which the readers read; what is over of them has been asked for before. */
const SCHOOLS_READ = 10
/** Records begin to come before the readers look again, and come until after they have ended. */
const MARGIN_SECONDS = 2

/** Readers of today, of last month and of lists, at first alone, then while records come in by attendance-service. */
export async function underLoad(
  stage: Stage,
  given: { district: ReadDistrict; url: string; reads: readonly Read[] },
): Promise<ReadersUnderLoad> {
  const { district, url, reads } = given
  const { readSeconds: seconds } = stage.options
  const order = { url, key: stage.apiKey, paths: paths(district, reads), readers: READERS }
  const readers = new Worker<ReadersOrder, ReadersResult>(new URL('./readers-main.js', import.meta.url))
  try {
    await readers.do({ ...order, seconds: WARM_UP_SECONDS })
    const quiet = await readers.do({ ...order, seconds })
    const recordsPerSecond = rateFor(district, seconds)
    const loaded = await whileRecordsCome(stage, district, recordsPerSecond, () => readers.do({ ...order, seconds }))
    return {
      readers: READERS,
      recordsPerSecond,
      quiet: inShort(quiet),
      loaded: inShort(loaded),
      ratio: rounded(loaded.p95 / quiet.p95, 2),
    }
  } finally {
    await readers.stop()
  }
}

/** Everybody comes in once, so a small district has fewer of them a second. */
const rateFor = ({ schools, peopleEach }: ReadDistrict, seconds: number): number => {
  const requests = Math.floor((schools * peopleEach) / (seconds + 2 * MARGIN_SECONDS) / RECORDS_A_REQUEST)
  return Math.min(RECORDS_A_SECOND, RECORDS_A_REQUEST * Math.max(1, requests))
}

async function whileRecordsCome(
  stage: Stage,
  { firstSchool, firstUser, schools, peopleEach }: ReadDistrict,
  perSecond: number,
  read: () => Promise<ReadersResult>,
): Promise<ReadersResult> {
  const { names } = stage.stack
  const count = Math.min(schools * peopleEach, perSecond * (stage.options.readSeconds + 2 * MARGIN_SECONDS))
  const arrivals: Arrivals = { schools, peopleEach, firstSchool, firstUser, first: 0, count, at: Date.now() }
  const edge = await stage.service('attendance-service')
  return stage.running(edge, () =>
    stage.loading(async (send) => {
      const coming = send({
        url: `${edge.url}/attendances/batch`,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${stage.deviceKey}` },
        arrivals,
        batch: RECORDS_A_REQUEST,
        pace: { requestsPerSecond: perSecond / RECORDS_A_REQUEST },
      })
      const [result, { refused }] = await Promise.all([afterMargin(read), coming])
      if (refused.length > 0) throw new Error(`While people were reading, ${refused.length} records were not taken`)
      await untilTaken(stage, names.topic(ATTENDANCE_TOPIC), names.group('dashboard-service'))
      return result
    }),
  )
}

const afterMargin = async <T>(work: () => Promise<T>): Promise<T> => {
  await sleep(MARGIN_SECONDS * 1_000)
  return work()
}

/** As people look at them: today's day of a school, what is over of it, and the newest records of all. */
const paths = (district: ReadDistrict, reads: readonly Read[]): string[] =>
  schoolsOf(district)
    .slice(0, SCHOOLS_READ)
    .flatMap((school) => [`/api/attendances/aggregate/school/${school}`, ...reads.map((read) => read.path(school))])
