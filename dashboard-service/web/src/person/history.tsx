import { Anchor, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { addressOf } from '../api/call.ts'
import { type PersonsDay, personDaysQuery } from '../api/person.ts'
import { CsvLink } from '../attendance/csv-link.tsx'
import { type Range, useRange } from '../attendance/use-range.tsx'
import { SIGNS } from '../month/signs.ts'
import { Panel } from '../panel/panel.tsx'
import { formatNumber, texts } from '../texts/texts.ts'
import { formatFullDate } from '../time/school-time.ts'
import { whyText } from '../why/why-text.ts'
import { flagsText, lastOutText, statusText, timeOrNone } from './day-figures.ts'

const DAYS = 30

export interface HistoryProps {
  readonly id: number
  readonly today: string
  onDate(date: string): void
}

/** The days of a range, the newest first. */
export function History({ id, today, onDate }: HistoryProps) {
  const { range, fields } = useRange(today, DAYS)
  return range && <Days {...{ id, range, fields, onDate }} />
}

interface DaysProps extends Omit<HistoryProps, 'today'> {
  readonly range: Range
  readonly fields: ReturnType<typeof useRange>['fields']
}

function Days({ id, range: { from, to }, fields, onDate }: DaysProps) {
  const days = useQuery(personDaysQuery(id, from, to))
  return (
    <Panel
      title={texts.person.history}
      queries={[days]}
      empty={false}
      actions={<CsvLink href={addressOf(`/api/users/${id}/days`, { from, to, format: 'csv' })} />}
      skeletonHeight={300}
    >
      {() => (
        <>
          <div className="fields no-print">{fields}</div>
          {days.data?.length === 0 ? (
            <p>{texts.person.emptyHistory}</p>
          ) : (
            <DaysTable days={days.data ?? []} onDate={onDate} />
          )}
        </>
      )}
    </Panel>
  )
}

const { date, status, why, minutes, firstIn, lastOut, flags } = texts.person
const HEADS = [date, status, why, minutes, firstIn, lastOut, flags]

const DaysTable = ({ days, onDate }: { days: readonly PersonsDay[]; onDate: (date: string) => void }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  <section className="virtual-rows history" tabIndex={0} aria-label={texts.person.history}>
    <Table stickyHeader striped>
      <Table.Thead>
        <Table.Tr>
          {HEADS.map((head) => (
            <Table.Th key={head} scope="col" ta={head === minutes ? 'right' : undefined}>
              {head}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {days.toReversed().map((day) => (
          <DayRow key={day.localDate} day={day} onDate={onDate} />
        ))}
      </Table.Tbody>
    </Table>
  </section>
)

const DayRow = ({ day, onDate }: { day: PersonsDay; onDate: (date: string) => void }) => (
  <Table.Tr>
    <Table.Th scope="row" fw={500}>
      <Anchor
        component="button"
        type="button"
        fz="inherit"
        fw="inherit"
        aria-label={texts.person.showDay(formatFullDate(day.localDate))}
        onClick={() => onDate(day.localDate)}
      >
        {formatFullDate(day.localDate)}
      </Anchor>
    </Table.Th>
    <Table.Td>
      {day.status && (
        <>
          <span className="sign" data-status={day.status} aria-hidden="true">
            {SIGNS[day.status].sign}
          </span>{' '}
        </>
      )}
      {statusText(day.status)}
    </Table.Td>
    <Table.Td>{whyText(day.why, day.timeZone)}</Table.Td>
    <Table.Td ta="right">{formatNumber(Math.floor(day.minutes))}</Table.Td>
    <Table.Td>{timeOrNone(day.firstIn, day.timeZone)}</Table.Td>
    <Table.Td>{lastOutText(day, day.timeZone)}</Table.Td>
    <Table.Td>{flagsText(day.flags) || '–'}</Table.Td>
  </Table.Tr>
)
