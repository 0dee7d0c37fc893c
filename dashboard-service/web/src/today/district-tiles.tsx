import type { Aggregate, SchoolDay } from '../api/shapes.ts'
import { comparedWith, FIGURES } from './figures.ts'
import { Tile } from './tile.tsx'

/** The district's sums. They open no lists of people, which belong to a school; fevers have a screen of their own. */
export function DistrictTiles({ day, schools }: { day: Aggregate; schools: readonly SchoolDay[] | undefined }) {
  const fevers = schools?.reduce((sum, school) => sum + school.fevers, 0)
  return (
    <div className="tiles">
      {FIGURES.map(({ name, tone }) => {
        const value = name === 'fevers' ? fevers : name === 'inside' ? day.insideNow : day[name]
        const before = name === 'fevers' || name === 'inside' ? undefined : comparedWith(day.previous, name)
        const to = name === 'fevers' ? '/fevers' : undefined
        return <Tile key={name} figure={name} value={value} tone={tone} note={before} to={to} />
      })}
    </div>
  )
}
