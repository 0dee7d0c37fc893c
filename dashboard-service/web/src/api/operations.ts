import { queryOptions } from '@tanstack/react-query'
import type { BulkOutcome } from '../../../src/dead-letters/bulk-changes.ts'
import type { LetterDetail, LetterLine } from '../../../src/dead-letters/letter.ts'
import type { LetterGroup } from '../../../src/dead-letters/letter-queries.ts'
import type { PipelineState } from '../../../src/pipeline/pipeline.ts'
import type { RequestLine, TaskLine, TaskRun } from '../../../src/task-runs/task-queries.ts'
import { call, type Query } from './call.ts'
import { pagedQuery } from './paged.ts'
import type { Data, Page } from './shapes.ts'

/** As it comes: JSON has no dates. */
type Json<T> = T extends Date
  ? string
  : T extends (infer Item)[] | readonly (infer Item)[]
    ? readonly Json<Item>[]
    : T extends object
      ? { readonly [Name in keyof T]: Json<T[Name]> }
      : T

export type Pipeline = Json<PipelineState>
export type Part<Name extends keyof PipelineState> = Pipeline[Name]
export type Group = Json<LetterGroup>
export type Letter = Json<LetterLine>
export type WholeLetter = Omit<Json<LetterDetail>, 'record'> & { readonly record: Json<LetterDetail['record']> }
export type Task = Omit<Json<TaskLine>, 'options'> & {
  readonly options: { readonly properties?: Readonly<Record<string, TaskOption>> }
}
export type Run = Json<TaskRun>
export type TaskRequest = Json<RequestLine>
export interface TaskOption {
  readonly type?: string
  readonly format?: string
}

export interface BulkCall {
  readonly action: 'replay' | 'discard'
  readonly filter: Query
  readonly dryRun: boolean
  readonly reason?: string
}
export interface BulkAnswer {
  readonly dryRun: boolean
  readonly asOf: string
  readonly matching: number
  readonly count: number
  readonly refused: number
  readonly results: readonly { readonly id: string; readonly outcome: BulkOutcome }[]
}
export type { BulkOutcome }

export const LETTERS = ['operations', 'letters'] as const
export const RUNS = ['operations', 'runs'] as const
const PATH = '/api/operations'
const PIPELINE_EVERY_MS = 3_000
const TASKS_EVERY_MS = 5_000
const WATCH_EVERY_MS = 1_000

export const pipelineQuery = queryOptions({
  queryKey: ['operations', 'pipeline'],
  queryFn: async ({ signal }) => (await call<Data<Pipeline>>(`${PATH}/pipeline`, { signal })).data,
  refetchInterval: PIPELINE_EVERY_MS,
})

export const groupsQuery = (filter: Query) =>
  queryOptions({
    queryKey: [...LETTERS, 'groups', filter],
    queryFn: async ({ signal }) =>
      (await call<Page<Group>>(`${PATH}/dead-letters/groups`, { query: filter, signal })).data,
  })

export const lettersQuery = (filter: Query) => pagedQuery<Letter>(LETTERS, `${PATH}/dead-letters`, filter)

/** While its record is on its way it is looked at again and again. */
export const letterQuery = (id: string) =>
  queryOptions({
    queryKey: [...LETTERS, 'one', id],
    queryFn: async ({ signal }) => (await call<Data<WholeLetter>>(`${PATH}/dead-letters/${id}`, { signal })).data,
    refetchInterval: ({ state: { data } }) => (data && isMoving(data) ? WATCH_EVERY_MS : false),
  })

/** Due, or on its way: what becomes of it is known in a moment. */
export const isMoving = ({ status, nextAttemptAt }: Pick<Letter, 'status' | 'nextAttemptAt'>): boolean =>
  status === 'replaying' || (nextAttemptAt !== null && Date.parse(nextAttemptAt) <= Date.now())

export type LetterChange =
  | { readonly what: 'mend'; readonly value: string }
  | { readonly what: 'replay' }
  | { readonly what: 'discard'; readonly reason: string }

/** Of the letter as it was seen: when it has changed since, it is refused. */
export async function changeLetter({ id, version }: Letter, change: LetterChange): Promise<WholeLetter> {
  const path = `${PATH}/dead-letters/${id}`
  const ifMatch = `"${version}"`
  const answer =
    change.what === 'mend'
      ? call<Data<WholeLetter>>(path, { method: 'PATCH', body: { value: change.value }, ifMatch })
      : call<Data<WholeLetter>>(`${path}/${change.what}`, {
          method: 'POST',
          ifMatch,
          ...(change.what === 'discard' && { body: { reason: change.reason } }),
        })
  return (await answer).data
}

export const changeLetters = async (body: BulkCall): Promise<BulkAnswer> =>
  (await call<Data<BulkAnswer>>(`${PATH}/dead-letters/bulk`, { method: 'POST', body })).data

export const tasksQuery = queryOptions({
  queryKey: ['operations', 'tasks'],
  queryFn: async ({ signal }) => (await call<Page<Task>>(`${PATH}/tasks`, { signal })).data,
  refetchInterval: TASKS_EVERY_MS,
})

export const runsQuery = (filter: Query) => pagedQuery<Run>(RUNS, `${PATH}/task-runs`, filter)

export const runTask = async (
  name: string,
  options: Readonly<Record<string, string | boolean>>,
): Promise<TaskRequest> =>
  (await call<Data<TaskRequest>>(`${PATH}/tasks/${name}/runs`, { method: 'POST', body: { options } })).data

/** Until its run has ended. */
export const requestQuery = (id: number) =>
  queryOptions({
    queryKey: ['operations', 'request', id],
    queryFn: async ({ signal }) => (await call<Data<TaskRequest>>(`${PATH}/task-requests/${id}`, { signal })).data,
    refetchInterval: ({ state: { data } }) => (data?.run?.outcome ? false : WATCH_EVERY_MS),
  })
