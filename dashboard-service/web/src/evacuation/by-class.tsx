import { useMemo } from 'react'
import type { InsideLine } from '../api/shapes.ts'
import { formatNumber, texts } from '../texts/texts.ts'
import { formatTime } from '../time/school-time.ts'

export interface ByClassProps {
  readonly people: readonly InsideLine[]
  readonly zone: string
  isSafe(person: InsideLine): boolean
  onMark(person: InsideLine, isSafe: boolean): void
}

/** Class by class, as they stand in the yard. All lines are in the page, as all have to be printed; the browser draws those one sees. */
export function ByClass({ people, zone, isSafe, onMark }: ByClassProps) {
  const classes = useMemo(() => groups(people), [people])
  return classes.map(([className, members]) => (
    <section key={className} className="evacuation-class">
      <h2 className="evacuation-heading">
        {className} <span className="numbers">({formatNumber(members.length)})</span>
      </h2>
      <table className="evacuation-table">
        <thead>
          <tr>
            <th scope="col">{texts.evacuation.isSafe}</th>
            <th scope="col">{texts.evacuation.name}</th>
            <th scope="col">{texts.evacuation.since}</th>
          </tr>
        </thead>
        <tbody>
          {members.map((person) => {
            const safe = isSafe(person)
            return (
              <tr key={person.userId} data-safe={safe}>
                <td>
                  <input
                    type="checkbox"
                    aria-label={texts.evacuation.markSafe(person.name)}
                    checked={safe}
                    onChange={(event) => onMark(person, event.currentTarget.checked)}
                  />
                </td>
                <th scope="row">{person.name}</th>
                <td className="numbers">{formatTime(person.since, zone)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  ))
}

function groups(people: readonly InsideLine[]): [string, InsideLine[]][] {
  const classes = new Map<string, InsideLine[]>()
  for (const person of people) {
    const name = person.className ?? texts.evacuation.noClass
    const known = classes.get(name)
    if (known) known.push(person)
    else classes.set(name, [person])
  }
  for (const members of classes.values()) members.sort((a, b) => a.name.localeCompare(b.name))
  return [...classes].toSorted(([a], [b]) => a.localeCompare(b, undefined, { numeric: true }))
}
