import { isSame } from '../../form/draft.ts'

export interface ChangedField {
  readonly name: string
  readonly before: string
  readonly after: string
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const write = (value: unknown): string =>
  value === undefined || value === null ? '–' : typeof value === 'string' ? value : JSON.stringify(value)

/** What of a line is another afterwards; of what was made or deleted, all of it. Its version is counted by itself. */
export function changedFields(before: unknown, after: unknown): readonly ChangedField[] {
  const [old, now] = [isObject(before) ? before : {}, isObject(after) ? after : {}]
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((name) => name !== 'version' && !isSame(old[name], now[name]) && (old[name] ?? now[name] ?? null) !== null)
    .map((name) => ({ name, before: write(old[name]), after: write(now[name]) }))
}
