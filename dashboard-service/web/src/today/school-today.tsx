import { Anchor, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { Link } from 'react-router'
import { schoolDayQuery, schoolOnQuery, schoolTodayQuery } from '../api/queries.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { LiveBadge } from '../live/live-badge.tsx'
import { useLive } from '../live/use-live.ts'
import { Panel } from '../panel/panel.tsx'
import { useMe } from '../session/use-me.ts'
import { texts } from '../texts/texts.ts'
import { formatLongDate, formatSeconds, formatTime } from '../time/school-time.ts'
import { useNow } from '../time/use-now.ts'
import { oneOf, useUrlState } from '../url/use-url-state.ts'
import { ArrivalsChart } from './arrivals-chart.tsx'
import { FIGURES } from './figures.ts'
import { LastArrivals } from './last-arrivals.tsx'
import { PeoplePanel } from './people-panel.tsx'
import { SchoolTiles } from './school-tiles.tsx'

// What it asks for takes longer than all the rest: it comes once the rest is there.
const MissingPanel = lazy(() => import('./missing-panel.tsx'))

/** One school's day as it goes on. */
export function SchoolToday({ id }: { id: number }) {
  const me = useMe()
  const live = useLive({ school: id })
  const [{ list }, change] = useUrlState({ list: oneOf(...FIGURES.map(({ name }) => name)) })
  const day = useQuery(schoolDayQuery(id))
  const before = day.data?.previous?.to
  const now = useQuery(schoolOnQuery(id, undefined))
  const then = useQuery({ ...schoolOnQuery(id, before), enabled: before !== undefined })
  const today = useQuery({ ...schoolTodayQuery(id, before), enabled: day.data !== undefined })
  const zone = today.data?.timeZone
  const asOf = zone && day.data ? day.data.asOf && formatSeconds(day.data.asOf, zone) : undefined

  return (
    <Stack>
      <PageTitle title={day.data?.name ?? texts.today.title}>
        {today.data && <Clock date={today.data.localDate} zone={today.data.timeZone} />}
        <LiveBadge state={live} />
        {me.schools?.length !== 1 && (
          <Anchor component={Link} to="/today" className="no-print">
            {texts.today.backToDistrict}
          </Anchor>
        )}
      </PageTitle>
      <Panel
        title={texts.today.figures}
        queries={[day, now]}
        asOf={asOf}
        empty={day.data?.schoolDays === 0 && day.data.insideNow === 0 && texts.today.noSchoolDay}
      >
        {() => (
          <SchoolTiles
            day={day.data}
            fevers={now.data?.fevers}
            feversBefore={then.data?.fevers}
            list={list}
            onList={(figure) => change({ list: figure === list ? undefined : figure })}
          />
        )}
      </Panel>
      {list && zone && (
        <PeoplePanel
          schoolId={id}
          list={list}
          zone={zone}
          date={today.data?.localDate}
          asOf={asOf}
          onClose={() => change({ list: undefined })}
        />
      )}
      <div className="today-columns">
        <Panel
          title={texts.today.arrivals}
          queries={[today]}
          asOf={asOf}
          empty={
            today.data?.arrivals.steps.length === 0 && !today.data.compared?.steps.length && texts.today.noArrivals
          }
          skeletonHeight={290}
        >
          {() => today.data && <ArrivalsChart today={today.data} />}
        </Panel>
        <Panel
          title={texts.today.last}
          queries={[today]}
          asOf={asOf}
          empty={today.data?.last.length === 0 && texts.today.noLast}
          skeletonHeight={290}
        >
          {() => today.data && <LastArrivals arrivals={today.data.last} zone={today.data.timeZone} />}
        </Panel>
      </div>
      {today.data && (
        <Suspense fallback={<Skeleton height={160} />}>
          <MissingPanel school={id} />
        </Suspense>
      )}
    </Stack>
  )
}

function Clock({ date, zone }: { date: string; zone: string }) {
  const now = useNow(10_000)
  return (
    <Text size="sm" c="dimmed" className="numbers">
      {formatLongDate(date)}, {formatTime(now, zone)}
    </Text>
  )
}
