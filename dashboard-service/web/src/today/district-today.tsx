import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { districtDayQuery, schoolsQuery } from '../api/queries.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { LiveBadge } from '../live/live-badge.tsx'
import { useLive } from '../live/use-live.ts'
import { Panel } from '../panel/panel.tsx'
import { texts } from '../texts/texts.ts'
import { formatDateTime } from '../time/school-time.ts'
import { DistrictTiles } from './district-tiles.tsx'
import { SchoolsTable } from './schools-table.tsx'
import type { SchoolLine } from './urgency.ts'

/** All schools that one sees, the most urgent first. */
export function DistrictToday() {
  const live = useLive('district')
  const day = useQuery(districtDayQuery)
  const schools = useQuery(schoolsQuery)
  const today = new Map(schools.data?.map((school) => [school.id, school]))
  const lines = day.data?.schools?.map((figures): SchoolLine => {
    const { fevers, inside, timeZone } = today.get(figures.id) ?? {}
    return { ...figures, fevers, inside, timeZone }
  })
  // Times of the whole district are told in UTC: its schools need not have one clock.
  const asOf = day.data && (day.data.asOf === null ? null : `${formatDateTime(day.data.asOf, 'UTC')} UTC`)
  const none = lines?.length === 0 && texts.today.noSchools
  return (
    <Stack>
      <PageTitle title={texts.today.title}>
        <LiveBadge state={live} />
      </PageTitle>
      <Panel title={texts.today.district} queries={[day]} asOf={asOf} empty={none}>
        {() => day.data && <DistrictTiles day={day.data} schools={schools.data} />}
      </Panel>
      <Panel title={texts.today.schools} queries={[day, schools]} asOf={asOf} empty={none} skeletonHeight={320}>
        {() => lines && <SchoolsTable lines={lines} />}
      </Panel>
    </Stack>
  )
}
