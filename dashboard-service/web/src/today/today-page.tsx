import { Navigate, useParams } from 'react-router'
import { NotFoundPage } from '../layout/not-found-page.tsx'
import { mayOf, useMe } from '../session/use-me.ts'
import { texts } from '../texts/texts.ts'
import { whole } from '../url/use-url-state.ts'
import { DistrictToday } from './district-today.tsx'
import { SchoolToday } from './school-today.tsx'

/** The district for who sees several schools, else the one school. */
export function TodayPage() {
  const me = useMe()
  const { schoolId } = useParams()
  if (!mayOf(me, 'attendance.read')) return <p>{texts.noRight}</p>
  if (schoolId === undefined) {
    const only = me.schools?.length === 1 ? me.schools[0] : undefined
    return only === undefined ? <DistrictToday /> : <Navigate to={`/today/schools/${only}`} replace />
  }
  const id = whole(schoolId)
  return id === undefined ? <NotFoundPage /> : <SchoolToday key={id} id={id} />
}
