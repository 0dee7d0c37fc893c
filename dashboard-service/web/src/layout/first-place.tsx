import { Navigate } from 'react-router'
import { mayOf, useMe } from '../session/use-me.ts'
import { PLACES } from './navigation.ts'

/** Where one begins: the first way that is open to somebody. An operator has no school to look at. */
export function FirstPlace() {
  const me = useMe()
  return <Navigate to={PLACES.find(({ right }) => mayOf(me, right))?.to ?? '/today'} replace />
}
