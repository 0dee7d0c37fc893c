import { Stack } from '@mantine/core'
import { useParams } from 'react-router'
import { NotFoundPage } from '../layout/not-found-page.tsx'
import { PageTitle } from '../layout/page-title.tsx'
import { PersonSearch } from '../person/person-search.tsx'
import { mayOf, useMe } from '../session/use-me.ts'
import { texts } from '../texts/texts.ts'
import { Calls } from './calls.tsx'
import { Chronic } from './chronic.tsx'
import { Figures } from './figures.tsx'
import { Trends } from './trends.tsx'
import { type ChosenScope, useScope } from './use-scope.tsx'
import { Views } from './views.tsx'

const SCREENS = { figures: Figures, trends: Trends, chronic: Chronic, calls: Calls } as const
const isScreen = (view: string): view is keyof typeof SCREENS => Object.hasOwn(SCREENS, view)

export interface ViewProps {
  readonly chosen: ChosenScope
}

/** Who was there, of a school, a class or the district: figures, trends, who is missing too often, whom to call. */
export function AttendancePage() {
  const { view = 'figures' } = useParams()
  const chosen = useScope()
  if (!mayOf(useMe(), 'attendance.read')) return <p>{texts.noRight}</p>
  if (!isScreen(view)) return <NotFoundPage />
  const Screen = SCREENS[view]
  return (
    <Stack>
      <PageTitle title={texts.attendance.title}>
        <div className="choices">
          {chosen.choices}
          <PersonSearch hiddenFrom="md" />
        </div>
      </PageTitle>
      <Views view={view} />
      <Screen chosen={chosen} />
    </Stack>
  )
}
