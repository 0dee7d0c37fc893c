import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type AttendanceScope, aggregatePath, figuresQuery, type Period } from '../api/attendance.ts'
import { addressOf } from '../api/call.ts'
import { LiveBadge } from '../live/live-badge.tsx'
import { useLive } from '../live/use-live.ts'
import { Panel } from '../panel/panel.tsx'
import { texts } from '../texts/texts.ts'
import { formatPeriod, isSamePeriod } from '../time/periods.ts'
import { formatDateTime } from '../time/school-time.ts'
import { localDate, oneOf, useUrlState } from '../url/use-url-state.ts'
import type { ViewProps } from './attendance-page.tsx'
import { CsvLink } from './csv-link.tsx'
import { FigureTiles, LISTS } from './figure-tiles.tsx'
import { PeopleByStatus } from './people-by-status.tsx'
import { PeriodSwitch } from './period-switch.tsx'
import { SchoolsByFigure } from './schools-by-figure.tsx'

const PERIODS = ['day', 'week', 'month'] as const satisfies readonly Period[]

/** A day, week or month: tiles, each against the one before, and those whom they count. */
export function Figures({ chosen: { scope, today, zone } }: ViewProps) {
  const [state, change] = useUrlState({ period: oneOf(...PERIODS), date: localDate, list: oneOf(...LISTS) })
  const period = state.period ?? 'day'
  const goesOn = state.date === undefined || (today !== undefined && isSamePeriod(period, state.date, today))
  const asked = { period, date: state.date, goesOn }
  const figures = useQuery(figuresQuery(scope, asked))
  const { data } = figures
  const title =
    data?.from && data.to ? `${data.name}, ${formatPeriod(period, data.from, data.to)}` : texts.attendance.figures
  const asOf = data && (data.asOf === null ? null : `${formatDateTime(data.asOf, zone ?? 'UTC')}${zone ? '' : ' UTC'}`)
  const nothing = data?.schoolDays === 0 && texts.attendance.noSchool
  const csv = (more: Record<string, string | undefined> = {}) =>
    addressOf(aggregatePath(scope), { period, date: state.date, ...more, format: 'csv' })
  return (
    <Stack>
      <PeriodSwitch
        {...{ period, today }}
        date={state.date ?? today}
        before={data?.previous?.to}
        onPeriod={(next) => change({ period: next === 'day' ? undefined : next })}
        onDate={(date) => change({ date: date === today ? undefined : date })}
      >
        {goesOn && <Live scope={scope} />}
      </PeriodSwitch>
      <Panel title={title} queries={[figures]} asOf={asOf} empty={nothing}>
        {() =>
          data && (
            <FigureTiles
              figures={data}
              {...{ period, goesOn }}
              list={state.list}
              {...(scope.kind !== 'district' && {
                onList: (list) => change({ list: list === state.list ? undefined : list }),
              })}
            />
          )
        }
      </Panel>
      {scope.kind === 'district' ? (
        <Panel
          title={texts.attendance.schools}
          queries={[figures]}
          asOf={asOf}
          empty={data?.schools?.length === 0 ? texts.today.noSchools : nothing}
          actions={<CsvLink href={csv()} />}
          skeletonHeight={320}
        >
          {() => data?.schools && <SchoolsByFigure schools={data.schools} />}
        </Panel>
      ) : (
        <PeopleByStatus
          {...{ scope, asked, asOf, csv }}
          zone={zone}
          list={state.list}
          empty={nothing}
          onList={(list) => change({ list })}
        />
      )}
    </Stack>
  )
}

const Live = ({ scope }: { scope: AttendanceScope }) => (
  <LiveBadge state={useLive(scope.kind === 'district' ? 'district' : { school: schoolOf(scope) })} />
)

const schoolOf = (scope: { kind: 'school'; id: number } | { kind: 'class'; schoolId: number }): number =>
  scope.kind === 'school' ? scope.id : scope.schoolId
