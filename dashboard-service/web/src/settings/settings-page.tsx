import { Stack } from '@mantine/core'
import { PageTitle } from '../layout/page-title.tsx'
import { PlaceTabs } from '../layout/place-tabs.tsx'
import { mayOf, useMe } from '../session/use-me.ts'
import { texts } from '../texts/texts.ts'
import { CalendarTab } from './calendar/calendar-tab.tsx'
import { ClassesTab } from './classes/classes-tab.tsx'
import { ImportTab } from './import/import-tab.tsx'
import { PeopleTab } from './people/people-tab.tsx'
import { SchoolsTab } from './schools/schools-tab.tsx'
import './settings.css'

const t = texts.settings

/** What everything else rests on: schools, their calendars, people, classes. */
export function SettingsPage() {
  const me = useMe()
  if (!mayOf(me, 'people.read')) return <p>{texts.noRight}</p>
  const tabs = [
    { name: 'schools', label: t.tabs.schools, content: () => <SchoolsTab /> },
    { name: 'calendar', label: t.tabs.calendar, content: () => <CalendarTab /> },
    { name: 'people', label: t.tabs.people, content: () => <PeopleTab /> },
    { name: 'classes', label: t.tabs.classes, content: () => <ClassesTab /> },
    { name: 'import', label: t.tabs.import, content: () => <ImportTab /> },
  ]
  return (
    <Stack>
      <PageTitle title={t.title} />
      <PlaceTabs base="/settings" tabs={tabs} />
    </Stack>
  )
}
