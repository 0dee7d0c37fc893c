import { type Day, isMark, MARKS, PRESENT_AFTER_MINUTES, type Status, verdict } from '@rollcall/domain'

/**
 * Ten thousand people's month are 220,000 rows: too many to bring them all here. So Postgres sorts rows into kinds by the facts
 * that the rule looks at, a small letter each, and what a kind means is asked of the rule itself, once for each.
 */
const NAMES = Object.keys(MARKS)
const MARK_KINDS = NAMES.map((name, i) => [name, String.fromCharCode('a'.charCodeAt(0) + i)] as const)
const INSIDE = 'i'
const LONG = 'l'
const NOTHING = 'n'
const SHORT = 's'

const LONG_MS = PRESENT_AFTER_MINUTES * 60_000

/** Few rows have a mark, and a mark that is none of these decides nothing. `as`: the letter as it is to be written. */
function kindBy(as: (kind: string) => string): string {
  const facts = `WHEN day.inside_since IS NOT NULL THEN '${as(INSIDE)}' WHEN day.inside_ms > ${LONG_MS} THEN '${as(LONG)}'
    WHEN day.events = 0 THEN '${as(NOTHING)}' ELSE '${as(SHORT)}' END`
  const marks = MARK_KINDS.map(([name, kind]) => `WHEN '${name}' THEN '${as(kind)}'`)
  return `CASE WHEN day.mark IS NOT NULL THEN CASE day.mark ${marks.join(' ')} ELSE CASE ${facts} END ${facts}`
}

/** Of a row `day` of user_days. */
export const KIND = kindBy((kind) => kind)

/** The same, and a capital letter for somebody who was late. Most rows have no flags, which is quickly seen. */
export const KIND_AND_LATE = `CASE WHEN cardinality(day.flags) > 0 AND 'late' = ANY (day.flags)
  THEN ${kindBy((kind) => kind.toUpperCase())} ELSE ${KIND} END`

const SMALL = 0x20
export const isLate = (letter: number): boolean => (letter & SMALL) === 0
export const kindIn = (letter: number): number => letter | SMALL

const day = (more: Partial<Day>): Day => ({
  came: true,
  firstIn: 0,
  lastOut: null,
  insideMs: 0,
  insideSince: null,
  highestTemperature: null,
  fever: false,
  flags: [],
  mark: null,
  events: 1,
  ...more,
})

/** For each kind a day that is of it. */
const EXAMPLES: Readonly<Record<string, Day>> = {
  ...Object.fromEntries(MARK_KINDS.map(([mark, kind]) => [kind, day({ mark })])),
  [INSIDE]: day({ insideSince: 0 }),
  [LONG]: day({ insideMs: LONG_MS + 1 }),
  [NOTHING]: day({ events: 0 }),
  [SHORT]: day({ insideMs: LONG_MS }),
}

/** Statuses as they fill arrays of bytes: 0 is no day at all. */
export const CODES = { none: 0, present: 1, excused: 2, 'not-recorded': 3, absent: 4 } as const
export type Code = (typeof CODES)[keyof typeof CODES]
export const STATUS_OF: readonly (Status | null)[] = [null, 'present', 'excused', 'not-recorded', 'absent']

const context = (excused: boolean, dayOver: boolean) => ({ excused, dayOver })
const place = (excused: boolean, over: boolean) => (excused ? 2 : 0) + (over ? 1 : 0)
const rowOf = (example: Day | null): readonly Code[] =>
  [false, true].flatMap((excused) =>
    [false, true].map((over) => CODES[verdict(example, context(excused, over)).status]),
  )

const WITHOUT_ROW = 0
const NO_KIND = 255
/** By kind (a character code), then by place. */
const MEANING = new Uint8Array(4 * 256).fill(NO_KIND)
for (const [kind, example] of Object.entries(EXAMPLES)) MEANING.set(rowOf(example), 4 * kind.charCodeAt(0))
MEANING.set(rowOf(null), 4 * WITHOUT_ROW)

/** What a row of this kind counts as; 0 is no row. */
export function codeOf(kind: number, excused: boolean, over: boolean): Code {
  const code = MEANING[4 * kind + place(excused, over)] ?? NO_KIND
  if (code === NO_KIND) throw new Error(`no kind of day: ${kind}`)
  return code as Code
}

/** What KIND says in SQL, for the test that both agree. */
export function kindOf(of: Day): number {
  const mark = MARK_KINDS.find(([name]) => of.mark !== null && isMark(of.mark) && of.mark === name)
  const kind =
    mark?.[1] ?? (of.insideSince !== null ? INSIDE : of.insideMs > LONG_MS ? LONG : of.events === 0 ? NOTHING : SHORT)
  return kind.charCodeAt(0)
}
