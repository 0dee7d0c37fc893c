import { Link, useLocation } from 'react-router'
import { addressOf } from '../api/call.ts'
import { useMe } from '../session/use-me.ts'
import { texts } from '../texts/texts.ts'
import { useLeaveFilters } from './leave-filters.ts'

const TABS = [
  { to: '/leave', label: texts.leave.tabs.home },
  { to: '/leave/employees', label: texts.leave.tabs.employees },
  { to: '/leave/trends', label: texts.leave.tabs.trends },
  { to: '/leave/heat-maps', label: texts.leave.tabs.heatMaps },
]
const DISTRICT_TABS = [{ to: '/leave/unlinked', label: texts.leave.tabs.unlinked }]

/** The ways between the screens of leave: each takes the filters with it. */
export function LeaveTabs() {
  const me = useMe()
  const { filters } = useLeaveFilters()
  const { pathname } = useLocation()
  const isHere = (to: string) => (to === '/leave' ? pathname === to : pathname.startsWith(to))
  return (
    <nav className="leave-tabs no-print" aria-label={texts.leave.tabs.label}>
      {[...TABS, ...(me.schools === null ? DISTRICT_TABS : [])].map(({ to, label }) => (
        <Link key={to} to={addressOf(to, filters)} aria-current={isHere(to) ? 'page' : undefined}>
          {label}
        </Link>
      ))}
    </nav>
  )
}
