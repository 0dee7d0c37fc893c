import { Select, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { schoolsQuery } from '../api/queries.ts'
import { PageTitle } from '../layout/page-title.tsx'
import { Panel } from '../panel/panel.tsx'
import { mayOf, useMe } from '../session/use-me.ts'
import { texts } from '../texts/texts.ts'
import { useUrlState, whole } from '../url/use-url-state.ts'
import { SchoolEvacuation } from './school-evacuation.tsx'

/** Who is inside, for the moment when everybody has to be outside. */
export function EvacuationPage() {
  const me = useMe()
  const [state, change] = useUrlState({ school: whole })
  const only = me.schools?.length === 1 ? me.schools[0] : undefined
  const school = state.school ?? only
  if (!mayOf(me, 'attendance.read')) return <p>{texts.noRight}</p>
  return (
    <Stack>
      <PageTitle title={texts.evacuation.title}>
        {only === undefined && <Choice school={school} onChoose={(id) => change({ school: id })} />}
      </PageTitle>
      {school === undefined ? <Choose /> : <SchoolEvacuation key={school} schoolId={school} />}
    </Stack>
  )
}

function Choice({ school, onChoose }: { school: number | undefined; onChoose: (id: number | undefined) => void }) {
  const { data } = useQuery(schoolsQuery)
  return (
    <Select
      className="no-print"
      aria-label={texts.evacuation.choose}
      placeholder={texts.evacuation.choose}
      searchable
      limit={50}
      data={data?.map(({ id, name }) => ({ value: String(id), label: name })) ?? []}
      value={school === undefined ? null : String(school)}
      onChange={(value) => onChoose(value === null ? undefined : Number(value))}
    />
  )
}

function Choose() {
  const schools = useQuery(schoolsQuery)
  return (
    <Panel
      title={texts.evacuation.choose}
      queries={[schools]}
      empty={schools.data?.length === 0 && texts.today.noSchools}
    >
      {() => null}
    </Panel>
  )
}
