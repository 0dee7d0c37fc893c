import type { Aggregate } from '../api/shapes.ts'
import { formatNumber, texts } from '../texts/texts.ts'
import { formatLocalDate } from '../time/school-time.ts'
import { comparedWith, FIGURES, type TodayFigure } from './figures.ts'
import { Tile } from './tile.tsx'

export interface SchoolTilesProps {
  readonly day: Aggregate | undefined
  readonly fevers: number | undefined
  readonly feversBefore: number | undefined
  readonly list: TodayFigure | undefined
  onList(figure: TodayFigure): void
}

export function SchoolTiles({ day, fevers, feversBefore, list, onList }: SchoolTilesProps) {
  const figureOf = (figure: TodayFigure): number | undefined => {
    if (figure === 'fevers') return fevers
    return figure === 'inside' ? day?.insideNow : day?.[figure]
  }
  const noteOf = (figure: TodayFigure): string | undefined => {
    if (!day || figure === 'inside') return undefined
    if (figure !== 'fevers') return comparedWith(day.previous, figure)
    if (!day.previous) return texts.today.noComparison
    return feversBefore === undefined
      ? undefined
      : texts.today.compared(formatNumber(feversBefore), formatLocalDate(day.previous.to))
  }
  return (
    <div className="tiles">
      {FIGURES.map(({ name, tone }) => (
        <Tile
          key={name}
          figure={name}
          tone={tone}
          value={figureOf(name)}
          note={noteOf(name)}
          open={list === name}
          onOpen={() => onList(name)}
        />
      ))}
    </div>
  )
}
