import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { MonthPerson, MonthSheet } from '../api/month.ts'
import { PersonLink } from '../person/person-link.tsx'
import { formatNumber, texts } from '../texts/texts.ts'
import { dayOf, formatLocalDate } from '../time/school-time.ts'
import { SIGNS } from './signs.ts'

export interface MonthSheetTableProps {
  readonly dates: MonthSheet['dates']
  readonly totals: MonthSheet['totals']
  readonly people: readonly MonthPerson[]
  /** The last line is in sight. */
  onEnd(): void
}

const ROW_HEIGHT = 34

export function MonthSheetTable({ dates, totals, people, onEnd }: MonthSheetTableProps) {
  const box = useRef<HTMLElement>(null)
  const virtual = useVirtualizer({
    count: people.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the last line in sight changes, not with every render
  useEffect(() => {
    if (last >= people.length - 20) onEnd()
  }, [last, people.length])
  const present = new Map(totals.map((total) => [total.date, total]))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="virtual-rows month-box" ref={box} tabIndex={0} aria-label={texts.month.title}>
      <table className="month-sheet" aria-rowcount={people.length + 2}>
        <thead>
          <tr>
            <th scope="col">{texts.list.name}</th>
            {dates.map((date) => (
              <th key={date} scope="col" title={formatLocalDate(date)}>
                {dayOf(date)}
              </th>
            ))}
          </tr>
          <tr>
            <th scope="row">{texts.month.presentOf}</th>
            {dates.map((date) => {
              const total = present.get(date)
              return (
                <td
                  key={date}
                  title={total && texts.month.of(formatNumber(total.present), formatNumber(total.enrolled))}
                >
                  {total ? formatNumber(total.present) : ''}
                </td>
              )
            })}
          </tr>
        </thead>
        <tbody>
          <tr style={{ height: items[0]?.start ?? 0 }} />
          {items.map(({ index }) => {
            const person = people[index]
            return person && <Person key={person.userId} person={person} dates={dates} index={index} />
          })}
          <tr style={{ height: virtual.getTotalSize() - (items.at(-1)?.end ?? 0) }} />
        </tbody>
      </table>
    </section>
  )
}

const Person = ({ person, dates, index }: { person: MonthPerson; dates: readonly string[]; index: number }) => (
  <tr style={{ height: ROW_HEIGHT }} aria-rowindex={index + 3}>
    <th scope="row" title={person.className ?? undefined}>
      <PersonLink id={person.userId} name={person.name} />
    </th>
    {dates.map((date, place) => {
      const status = person.days[place]
      return (
        <td key={date}>
          {status && (
            <abbr className="sign" data-status={status} title={`${formatLocalDate(date)}: ${SIGNS[status].label}`}>
              {SIGNS[status].sign}
            </abbr>
          )}
        </td>
      )
    })}
  </tr>
)
