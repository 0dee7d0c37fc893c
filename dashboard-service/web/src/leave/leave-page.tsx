import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Route, Routes, useParams } from 'react-router'
import { profileQuery } from '../api/leave.ts'
import { NotFoundPage } from '../layout/not-found-page.tsx'
import { PageTitle } from '../layout/page-title.tsx'
import { mayOf, useMe } from '../session/use-me.ts'
import { texts } from '../texts/texts.ts'
import { DataAge } from './data-age.tsx'
import { Employees } from './employees.tsx'
import { Home } from './home.tsx'
import './leave.css'
import { HeatMaps } from './heat-maps.tsx'
import { LeaveTabs } from './leave-tabs.tsx'
import { ProfilePage } from './profile.tsx'
import { Trends } from './trends.tsx'
import { WhoIsWho } from './who-is-who.tsx'

const SCREENS = [
  { path: '', title: texts.leave.titles.home, content: <Home /> },
  { path: 'employees', title: texts.leave.titles.employees, content: <Employees /> },
  { path: 'trends', title: texts.leave.titles.trends, content: <Trends /> },
  { path: 'heat-maps', title: texts.leave.titles.heatMaps, content: <HeatMaps /> },
  { path: 'unlinked', title: texts.leave.titles.unlinked, content: <WhoIsWho /> },
]

/** The screens of leave: below each title the ways between them, and how old the HR system's data is. */
export function LeavePage() {
  if (!mayOf(useMe(), 'leave.read')) return <p>{texts.noRight}</p>
  return (
    <Stack className="leave">
      <div>
        <Routes>
          {SCREENS.map(({ path, title }) => (
            <Route key={path} path={path} element={<PageTitle title={title} />} />
          ))}
          <Route path="employees/:id" element={<EmployeeTitle />} />
          <Route path="*" element={null} />
        </Routes>
        <LeaveTabs />
      </div>
      <DataAge />
      <Routes>
        {SCREENS.map(({ path, content }) => (
          <Route key={path} path={path} element={content} />
        ))}
        <Route path="employees/:id" element={<ProfilePage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Routes>
    </Stack>
  )
}

function EmployeeTitle() {
  const { data } = useQuery(profileQuery(Number(useParams().id)))
  return <PageTitle title={data?.name || texts.leave.titles.employees} />
}
