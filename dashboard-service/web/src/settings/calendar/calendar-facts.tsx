import { List } from '@mantine/core'
import type { WholeCalendar } from '../../api/roster.ts'
import { formatNumber, texts } from '../../texts/texts.ts'
import { formatLongDate } from '../../time/school-time.ts'

const t = texts.settings.calendar

/** A calendar for who may not change it. */
export function CalendarFacts({ calendar }: { calendar: WholeCalendar }) {
  const { weekdays, holidays, terms, opensAt, closesAt, lateAfterMinutes } = calendar
  const facts = [
    [t.weekdays, [weekdays.map((day) => t.weekday[day - 1]).join(', ')]],
    [t.hours, [`${opensAt}–${closesAt}`, t.lateAfter(formatNumber(lateAfterMinutes))]],
    [t.holidays, holidays.map(({ name, date }) => t.on(name, formatLongDate(date))), t.noHolidays],
    [t.terms, terms.map(({ name, from, to }) => t.range(name, formatLongDate(from), formatLongDate(to))), t.noTerms],
  ] as const
  return (
    <dl className="facts">
      {facts.map(([name, lines, none]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <List listStyleType="none">
              {(lines.length === 0 && none ? [none] : lines).map((line) => (
                <List.Item key={line}>
                  <bdi>{line}</bdi>
                </List.Item>
              ))}
            </List>
          </dd>
        </div>
      ))}
    </dl>
  )
}
