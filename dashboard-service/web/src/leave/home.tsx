import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { addressOf } from '../api/call.ts'
import { awayCountQuery, employeeCountQuery, leaveChoicesQuery, trendQuery } from '../api/leave.ts'
import { Panel } from '../panel/panel.tsx'
import { formatNumber, texts } from '../texts/texts.ts'
import { formatLocalDate } from '../time/school-time.ts'
import { AwayPanel } from './away-panel.tsx'
import { Figure } from './figure.tsx'
import { FilterBar } from './filter-bar.tsx'
import { useLeaveFilters, withFilters } from './leave-filters.ts'
import { currentYear, formatDays, yearName } from './names.ts'
import { PartsChart } from './parts-chart.tsx'
import { useLeaveClock, weekOf } from './use-leave-clock.ts'

const words = texts.leave.home

/** Leave at a glance: the headline numbers, who is away, and what this fiscal year's leave is made of. */
export function Home() {
  const { today } = useLeaveClock()
  return (
    <Stack>
      <FilterBar />
      {today && <Numbers today={today} />}
      <div className="today-columns">
        {today && <AwayPanel today={today} />}
        <div>
          <DaysByType />
        </div>
      </div>
    </Stack>
  )
}

function Numbers({ today }: { today: string }) {
  const { filters } = useLeaveFilters()
  const week = weekOf(today)
  const anyYear = withFilters(filters, { fiscalYear: undefined })
  const employees = useQuery(employeeCountQuery(withFilters(filters)))
  const awayToday = useQuery(awayCountQuery({ ...anyYear, on: today }))
  const awayWeek = useQuery(awayCountQuery({ ...anyYear, ...week }))
  const pending = useQuery(trendQuery('type', withFilters(filters, { state: 'pending' })))
  return (
    <Panel title={words.numbers} queries={[employees, awayToday, awayWeek, pending]}>
      {() => (
        <div className="leave-tiles">
          <Figure
            name={words.employees}
            value={employees.data?.total}
            to={addressOf('/leave/employees', withFilters(filters))}
          />
          <Figure
            name={words.awayToday}
            value={awayToday.data?.people}
            note={formatLocalDate(today)}
            to={addressOf('/leave', withFilters(filters))}
          />
          <Figure
            name={words.awayWeek}
            value={awayWeek.data?.people}
            note={texts.leave.dates(formatLocalDate(week.from), formatLocalDate(week.to))}
            to={addressOf('/leave', withFilters(filters, { when: 'week' }))}
          />
          <Figure
            name={words.pending}
            value={pending.data?.total.leaves}
            note={
              pending.data &&
              `${texts.leave.employees(formatNumber(pending.data.total.employees))}, ${formatDays(pending.data.total.days)}`
            }
            to={addressOf('/leave/employees', withFilters(filters, { state: 'pending' }))}
          />
        </div>
      )}
    </Panel>
  )
}

/** Of the fiscal years that are filtered by, else of the one under way. */
function DaysByType() {
  const { filters } = useLeaveFilters()
  const choices = useQuery(leaveChoicesQuery)
  const current = currentYear(choices.data?.fiscalYears)
  const fiscalYear = filters.fiscalYear ?? (current && String(current.id))
  const chosen = choices.data?.fiscalYears.filter(({ id }) => fiscalYear?.split(',').includes(String(id)))
  const trend = useQuery({
    ...trendQuery('type', withFilters(filters, { fiscalYear })),
    enabled: fiscalYear !== undefined,
  })
  const title = words.byType(chosen?.map(yearName).join(', ') || texts.leave.unknown)
  if (choices.data && fiscalYear === undefined)
    return (
      <Panel title={title} queries={[choices]} empty={words.noYear}>
        {() => null}
      </Panel>
    )
  return (
    <Panel title={title} queries={[choices, trend]} empty={trend.data?.data.length === 0 && words.noDays}>
      {() =>
        trend.data && <PartsChart title={title} name="leave-by-type" by="type" measure="days" trend={trend.data} />
      }
    </Panel>
  )
}
