import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { personDaysQuery, personPeriodQuery } from '../api/person.ts'
import type { PersonLine } from '../api/shapes.ts'
import { Panel } from '../panel/panel.tsx'
import { formatNumber, texts } from '../texts/texts.ts'
import { formatDateTime } from '../time/school-time.ts'
import { whyText } from '../why/why-text.ts'
import { countDays } from './count-days.ts'
import { yearOf } from './year-of.ts'

const PERIODS = [
  ['day', texts.person.today],
  ['week', texts.person.week],
  ['month', texts.person.month],
] as const

export interface PersonFiguresProps {
  readonly id: number
  readonly zone: string | undefined
  readonly today: string | undefined
}

/** What their day, week and month come to, and why; and the school days of the year. */
export function PersonFigures({ id, zone, today }: PersonFiguresProps) {
  const day = useQuery(personPeriodQuery(id, 'day'))
  const week = useQuery(personPeriodQuery(id, 'week'))
  const month = useQuery(personPeriodQuery(id, 'month'))
  const year = today?.slice(0, 4) ?? ''
  const days = useQuery({ ...personDaysQuery(id, ...yearOf(year)), enabled: today !== undefined })
  const answers = { day, week, month }
  const counts = days.data && countDays(days.data)
  const newest = month.data?.asOf
  const asOf = newest ? zone && formatDateTime(newest, zone) : newest
  return (
    <Panel title={texts.person.figures} queries={[day, week, month, days]} asOf={asOf}>
      {() => (
        <>
          <div className="person-tiles">
            {PERIODS.map(([period, title]) => (
              <StatusTile key={period} title={title} lines={answers[period].data?.users?.data} zone={zone} />
            ))}
          </div>
          <Text size="sm" c="dimmed" mt="xs">
            {texts.person.inYear(year)}
          </Text>
          <dl className="facts counts">
            {(['schoolDays', 'present', 'absent', 'excused', 'late', 'inProgress'] as const).map((name) => (
              <div key={name}>
                <dt>{LABELS[name]}</dt>
                <dd className="numbers">{counts ? formatNumber(counts[name]) : '–'}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </Panel>
  )
}

const LABELS = {
  schoolDays: texts.person.schoolDays,
  present: texts.figures.present,
  absent: texts.figures.absent,
  excused: texts.figures.excused,
  late: texts.figures.late,
  inProgress: texts.person.inProgress,
}

interface StatusTileProps {
  readonly title: string
  readonly lines: readonly PersonLine[] | undefined
  readonly zone: string | undefined
}

const TONES = { present: 'good', absent: 'bad', excused: 'mark', 'not-recorded': 'plain' } as const

function StatusTile({ title, lines, zone }: StatusTileProps) {
  const [first] = lines ?? []
  return (
    <div className="tile" data-tone={first && TONES[first.status]}>
      <Text span size="sm">
        {title}
      </Text>
      <Text span fw={700} size="lg">
        {first ? texts.attendance.statuses[first.status] : lines ? texts.person.noStatus : '–'}
      </Text>
      {lines?.map((line) => (
        <Text span size="xs" c="dimmed" key={JSON.stringify(line.why)}>
          {zone !== undefined || line.why.since === undefined ? whyText(line.why, zone ?? 'UTC') : ''}
        </Text>
      ))}
    </div>
  )
}
