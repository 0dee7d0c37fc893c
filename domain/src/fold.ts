import { isFever } from './fever.ts'
import { compareTransitions, type Transition, transitionOrder } from './transition.ts'

/** One transition of a person on a date, as stored. Times are epoch milliseconds. */
export interface DayEvent {
  readonly at: number
  readonly type: Transition
  readonly temperature: number | null
}

/** What an admin changed by hand. Corrections are never deleted: another one undoes them. */
export type Correction = { readonly id: number } & (
  | { readonly kind: 'void'; readonly target: EventKey }
  | { readonly kind: 'add'; readonly event: DayEvent }
  | { readonly kind: 'amend'; readonly target: EventKey; readonly event: DayEvent }
  | { readonly kind: 'mark'; readonly status: string }
  | { readonly kind: 'undo'; readonly undoes: number }
)
export interface EventKey {
  readonly at: number
  readonly type: Transition
}

/** The school's side of a date: when lateness begins, when it closes, and whether the day has been closed. */
export interface SchoolHours {
  readonly lateAfter: number
  readonly closesAt: number
  readonly closed: boolean
}

export const DAY_FLAGS = ['late', 'left-early', 'repeat', 'out-without-in', 'forgotten-check-out'] as const
export type DayFlag = (typeof DAY_FLAGS)[number]

/** What a person's date amounts to. Everything the reports say about a person's day comes from here. */
export interface Day {
  readonly came: boolean
  readonly firstIn: number | null
  readonly lastOut: number | null
  /** Time inside, counted by completed stays. */
  readonly insideMs: number
  /** Since when the person is inside; null when they are not. */
  readonly insideSince: number | null
  readonly highestTemperature: number | null
  readonly fever: boolean
  readonly flags: readonly DayFlag[]
  /** Set by hand; beats the rule. */
  readonly mark: string | null
  readonly events: number
}

/**
 * Reads a person's date from its events and corrections. It depends on what they are, not on the order in which they
 * came or how often: the same event twice is one event.
 */
export function fold(events: readonly DayEvent[], corrections: readonly Correction[], hours: SchoolHours): Day {
  const { timeline, mark } = correct(events, corrections)
  const flags = new Set<DayFlag>()
  let insideSince: number | null = null
  let firstIn: number | null = null
  let lastOut: number | null = null
  let insideMs = 0
  let highestTemperature: number | null = null

  for (const event of timeline) {
    if (event.temperature !== null) highestTemperature = Math.max(event.temperature, highestTemperature ?? 0)
    if (event.type === 'checkin') {
      if (insideSince !== null) flags.add('repeat')
      else insideSince = event.at
      firstIn ??= event.at
    } else if (insideSince === null) flags.add('out-without-in')
    else {
      insideMs += event.at - insideSince
      lastOut = event.at
      insideSince = null
    }
  }

  if (insideSince !== null && hours.closed) {
    // Nobody saw them leave: they count until the school closed. Who came after that counts nothing.
    flags.add('forgotten-check-out')
    insideMs += Math.max(0, hours.closesAt - insideSince)
    insideSince = null
  } else if (insideSince === null && lastOut !== null && lastOut < hours.closesAt) flags.add('left-early')
  if (firstIn !== null && firstIn > hours.lateAfter) flags.add('late')

  return {
    came: firstIn !== null,
    firstIn,
    lastOut,
    insideMs,
    insideSince,
    highestTemperature,
    fever: isFever(highestTemperature),
    flags: DAY_FLAGS.filter((flag) => flags.has(flag)),
    mark,
    events: timeline.length,
  }
}

const keyOf = (event: EventKey): number => 2 * event.at + transitionOrder(event.type)

/** What a person's date consists of once corrected, in order. */
export const correctedTimeline = (events: readonly DayEvent[], corrections: readonly Correction[]): DayEvent[] =>
  correct(events, corrections).timeline

/** Applies the corrections in the order they were made; later ones see what earlier ones left. */
function correct(events: readonly DayEvent[], corrections: readonly Correction[]) {
  const timeline = new Map<number, DayEvent>()
  for (const event of events) timeline.set(keyOf(event), warmer(timeline.get(keyOf(event)), event))
  let mark: string | null = null
  if (corrections.length > 0) {
    for (const correction of standing(corrections)) {
      if (correction.kind === 'mark') mark = correction.status
      if (correction.kind === 'void' || correction.kind === 'amend') timeline.delete(keyOf(correction.target))
      if (correction.kind === 'add' || correction.kind === 'amend')
        timeline.set(keyOf(correction.event), correction.event)
    }
  }
  return { timeline: [...timeline.values()].sort(compareTransitions), mark }
}

/** Two readings with one key are one event; which of them was stored first must not matter. */
function warmer(a: DayEvent | undefined, b: DayEvent): DayEvent {
  return a && (a.temperature ?? 0) >= (b.temperature ?? 0) ? a : b
}

/** Without those undone by a later one; undoing an undo brings the first back. */
function standing(corrections: readonly Correction[]): Correction[] {
  const inOrder = [...new Map(corrections.map((each) => [each.id, each])).values()].sort((a, b) => a.id - b.id)
  const undone = undoneCorrections(inOrder)
  return inOrder.filter((each) => each.kind !== 'undo' && !undone.has(each.id))
}

/** The ids of those that another one has undone, and that one stands. */
export function undoneCorrections(corrections: readonly Correction[]): ReadonlySet<number> {
  const undone = new Set<number>()
  for (const correction of corrections.toSorted((a, b) => b.id - a.id))
    if (correction.kind === 'undo' && !undone.has(correction.id)) undone.add(correction.undoes)
  return undone
}
