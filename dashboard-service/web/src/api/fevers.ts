import { infiniteQueryOptions } from '@tanstack/react-query'
import type { FeverLine } from '../../../src/reports/fevers.ts'
import { call, type Query } from './call.ts'
import { isProblem } from './problem.ts'
import type { Data, Page } from './shapes.ts'

export type { FeverLine }
export const STEPS = ['recheck', 'recheckAt', 'calledAt', 'pickedUpAt', 'owner'] as const
/** What is noted; null takes it back. */
export type FeverChange = Partial<Pick<FeverLine, (typeof STEPS)[number]>>

export interface FeverDates {
  readonly from: string | undefined
  readonly to: string | undefined
}

/** Of one date where only one is given; of each school's own today where none is. */
export const datesAsked = ({ from, to }: FeverDates): Query =>
  from === undefined && to === undefined ? { today: true } : { from: from ?? to, to: to ?? from }

export const feverQueueQuery = (school: number | undefined, dates: FeverDates) =>
  infiniteQueryOptions({
    queryKey: [...(school === undefined ? ['district'] : ['school', school]), 'fever-queue', dates],
    queryFn: ({ pageParam, signal }) =>
      call<Page<FeverLine>>('/api/reports/fevers', {
        query: { school, ...datesAsked(dates), order: 'waiting', limit: 200, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    // Steps that somebody else notes raise no event.
    refetchInterval: 5_000,
  })

const ATTEMPTS = 5

/** Somebody else has noted the same step, otherwise than one saw it. */
export class ChangedMeanwhile extends Error {}

/**
 * Notes a step as it was seen in `line`. What others have done about other steps stays, and is no obstacle; what they have done about this
 * one is not written over.
 */
export async function noteFever(line: FeverLine, change: FeverChange): Promise<FeverLine> {
  const path = `/api/reports/fevers/${line.localDate}/users/${line.userId}`
  let { version } = line
  for (let attempt = 1; ; attempt++) {
    try {
      const { data } = await call<Data<FeverLine>>(path, { method: 'PATCH', body: change, ifMatch: `"${version}"` })
      return data
    } catch (error) {
      if (!isProblem(error, 412) || attempt === ATTEMPTS) throw error
      const now = await readFever(line)
      if (!now || STEPS.some((step) => change[step] !== undefined && now[step] !== line[step]))
        throw new ChangedMeanwhile()
      version = now.version
    }
  }
}

async function readFever({ userId, localDate }: FeverLine): Promise<FeverLine | undefined> {
  const query = { user: userId, from: localDate, to: localDate }
  return (await call<Page<FeverLine>>('/api/reports/fevers', { query })).data[0]
}
