import type { Aggregate, SchoolDay } from '../api/shapes.ts'
import { comparedWith, FIGURES } from './figures.ts'
import { Tile } from './tile.tsx'

/** The district's sums. They open nothing: lists of people belong to a school. */
export function DistrictTiles({ day, schools }: { day: Aggregate; schools: readonly SchoolDay[] | undefined }) {
  const fevers = schools?.reduce((sum, school) => sum + school.fevers, 0)
  return (
    <div className="tiles">
      {FIGURES.map(({ name, tone }) => {
        const value = name === 'fevers' ? fevers : name === 'inside' ? day.insideNow : day[name]
        const before = name === 'fevers' || name === 'inside' ? undefined : comparedWith(day.previous, name)
        return <Tile key={name} figure={name} value={value} tone={tone} note={before} />
      })}
    </div>
  )
}
