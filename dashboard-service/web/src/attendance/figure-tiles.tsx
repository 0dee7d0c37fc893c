import type { Period } from '../api/attendance.ts'
import type { Aggregate, FigureName } from '../api/shapes.ts'
import { formatChange, formatNumber, texts } from '../texts/texts.ts'
import { formatBefore } from '../time/periods.ts'
import type { Tone } from '../today/figures.ts'
import { Tile } from '../today/tile.tsx'

/** What the list can be narrowed to: one figure each. */
export const LISTS = [
  'absent',
  'notRecorded',
  'late',
  'present',
  'excused',
  'enrolled',
] as const satisfies readonly FigureName[]
export type ListName = (typeof LISTS)[number]

const TONES: Record<ListName, Tone> = {
  absent: 'bad',
  notRecorded: 'mark',
  late: 'mark',
  present: 'good',
  excused: 'plain',
  enrolled: 'plain',
}

export interface FigureTilesProps {
  readonly figures: Aggregate
  readonly period: Period
  readonly list: ListName | undefined
  /** Today is in it: who is inside at this moment is told too. */
  readonly goesOn: boolean
  /** Opens the list of those whom a figure counts. */
  readonly onList?: (list: ListName) => void
}

export const FigureTiles = ({ figures, period, list, goesOn, onList }: FigureTilesProps) => (
  <div className="tiles">
    {LISTS.map((name) => (
      <Tile
        key={name}
        figure={name}
        value={figures[name]}
        tone={TONES[name]}
        note={noteOf(figures, period, name)}
        open={list === name}
        {...(onList && { onOpen: () => onList(name) })}
      />
    ))}
    {goesOn && <Tile figure="inside" value={figures.insideNow} tone="good" note={undefined} />}
  </div>
)

function noteOf({ previous, change }: Aggregate, period: Period, name: FigureName): string {
  if (!previous || !change) return texts.today.noComparison
  const by = change[name]
  return texts.attendance.compared(
    formatNumber(previous[name]),
    formatBefore(period, previous.to),
    by === 0 ? '±0' : formatChange(by).replace('-', texts.minus),
  )
}
