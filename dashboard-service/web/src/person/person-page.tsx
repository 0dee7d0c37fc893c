import { Anchor, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { personPeriodQuery, personQuery } from '../api/person.ts'
import { schoolsQuery } from '../api/queries.ts'
import { NotFoundPage } from '../layout/not-found-page.tsx'
import { PageTitle } from '../layout/page-title.tsx'
import { Panel } from '../panel/panel.tsx'
import { mayOf, useMe } from '../session/use-me.ts'
import { texts } from '../texts/texts.ts'
import { localDate, useUrlState, whole } from '../url/use-url-state.ts'
import { DayPanel } from './day-panel.tsx'
import { History } from './history.tsx'
import { PersonFigures } from './person-figures.tsx'
import { PersonRecord } from './person-record.tsx'
import { PersonSearch } from './person-search.tsx'
import { Trail } from './trail.tsx'
import { YearPanel } from './year-panel.tsx'
import './person.css'

export function PersonPage() {
  const { userId } = useParams()
  const id = whole(userId ?? '')
  if (!mayOf(useMe(), 'attendance.read')) return <p>{texts.noRight}</p>
  return id === undefined ? <NotFoundPage /> : <PersonScreen key={id} id={id} />
}

/** One person: who they are, their days, what was corrected. What is chosen is a day: `?date=`, else today. */
function PersonScreen({ id }: { id: number }) {
  const [{ date }, change] = useUrlState({ date: localDate })
  const now = useQuery(personPeriodQuery(id, 'day'))
  const record = useQuery(personQuery(id))
  const schools = useQuery(schoolsQuery)
  const school = schools.data?.find((each) => each.id === record.data?.schoolId)
  const today = school?.localDate ?? now.data?.to ?? undefined
  const choose = (next: string) => change({ date: next === today ? undefined : next })
  return (
    <Stack>
      <PageTitle title={now.data?.name ?? (now.data === null ? texts.person.noSuch : texts.person.title)}>
        <PersonSearch hiddenFrom="md" />
        <Anchor component={Link} to="/attendance" className="no-print">
          {texts.person.back}
        </Anchor>
      </PageTitle>
      {now.data ? (
        <>
          <div className="person-columns">
            <PersonRecord id={id} record={record} schools={schools} />
            <PersonFigures id={id} zone={school?.timeZone} today={today} />
          </div>
          {today !== undefined && (
            <>
              <DayPanel id={id} date={date ?? today} today={today} school={school?.id} onDate={choose} />
              <YearPanel id={id} today={today} onDate={choose} />
              <History id={id} today={today} onDate={choose} />
              <Trail id={id} date={date ?? today} />
            </>
          )}
        </>
      ) : (
        <Panel
          title={now.data === null ? texts.person.noSuch : texts.person.record}
          queries={[now]}
          empty={now.data === null && texts.person.noSuchAbout}
        >
          {() => null}
        </Panel>
      )}
    </Stack>
  )
}
