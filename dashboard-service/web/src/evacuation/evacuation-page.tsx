import { Stack } from '@mantine/core'
import { PageTitle } from '../layout/page-title.tsx'
import { useChosenSchool } from '../school/use-chosen-school.tsx'
import { mayOf, useMe } from '../session/use-me.ts'
import { texts } from '../texts/texts.ts'
import { SchoolEvacuation } from './school-evacuation.tsx'

/** Who is inside, for the moment when everybody has to be outside. */
export function EvacuationPage() {
  const { id, choice, none } = useChosenSchool()
  if (!mayOf(useMe(), 'attendance.read')) return <p>{texts.noRight}</p>
  return (
    <Stack>
      <PageTitle title={texts.evacuation.title}>{choice}</PageTitle>
      {id === undefined ? none : <SchoolEvacuation key={id} schoolId={id} />}
    </Stack>
  )
}
