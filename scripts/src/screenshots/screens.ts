export interface Screen {
  readonly name: string
  /** At the address of dashboard-service. */
  readonly path: string
  /** Of the first rank; without it any, but that of a page that is not there. */
  readonly heading?: string
  /** It is seen before one signs in. */
  readonly open?: true
}

/** Of the demo district: a school, and somebody in it. */
const SCHOOL = 1
const PERSON = 1
const TODAY = new Date().toISOString().slice(0, 10)
const A_MONTH_AGO = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10)

/** Every screen there is. */
export const screens: readonly Screen[] = [
  { name: 'sign-in', path: '/app/sign-in', heading: 'Rollcall: Sign in', open: true },
  { name: 'today', path: '/app/today', heading: 'Today' },
  { name: 'today-school', path: `/app/today/schools/${SCHOOL}` },
  { name: 'today-school-list', path: `/app/today/schools/${SCHOOL}?list=enrolled` },
  { name: 'fevers', path: '/app/fevers', heading: 'Fevers' },
  { name: 'fevers-past', path: `/app/fevers?school=${SCHOOL}&from=${A_MONTH_AGO}&to=${TODAY}`, heading: 'Fevers' },
  { name: 'evacuation', path: `/app/evacuation?school=${SCHOOL}`, heading: 'Evacuation list' },
  { name: 'attendance-figures', path: `/app/attendance?school=${SCHOOL}`, heading: 'Attendance' },
  { name: 'attendance-trends', path: `/app/attendance/trends?school=${SCHOOL}`, heading: 'Attendance' },
  { name: 'attendance-chronic', path: `/app/attendance/chronic?school=${SCHOOL}`, heading: 'Attendance' },
  { name: 'attendance-calls', path: `/app/attendance/calls?school=${SCHOOL}`, heading: 'Attendance' },
  { name: 'month', path: `/app/month?school=${SCHOOL}`, heading: 'Month sheet' },
  { name: 'person', path: `/app/people/${PERSON}` },
  { name: 'leave', path: '/app/leave', heading: 'Leave' },
  { name: 'leave-employees', path: '/app/leave/employees', heading: 'Leave: employees' },
  { name: 'leave-trends', path: '/app/leave/trends', heading: 'Leave: trends' },
  { name: 'leave-heat-maps', path: '/app/leave/heat-maps', heading: 'Leave: heat maps' },
  { name: 'leave-unlinked', path: '/app/leave/unlinked', heading: 'Leave: who is who' },
  { name: 'operations', path: '/app/operations', heading: 'Operations' },
  { name: 'operations-letters', path: '/app/operations?tab=letters', heading: 'Operations' },
  { name: 'operations-tasks', path: '/app/operations?tab=tasks', heading: 'Operations' },
  { name: 'settings-schools', path: '/app/settings/schools', heading: 'Settings' },
  { name: 'settings-calendar', path: `/app/settings/calendar?school=${SCHOOL}`, heading: 'Settings' },
  { name: 'settings-people', path: '/app/settings/people', heading: 'Settings' },
  { name: 'settings-classes', path: `/app/settings/classes?school=${SCHOOL}`, heading: 'Settings' },
  { name: 'settings-import', path: '/app/settings/import', heading: 'Settings' },
  { name: 'access-admins', path: '/app/access/admins', heading: 'Access' },
  { name: 'access-keys', path: '/app/access/keys', heading: 'Access' },
  { name: 'access-audit', path: '/app/access/audit', heading: 'Access' },
  { name: 'account', path: '/app/account', heading: 'My account' },
  { name: 'kiosk', path: '/kiosk', heading: 'Rollcall', open: true },
]

export const NOT_FOUND = 'There is no such page'
