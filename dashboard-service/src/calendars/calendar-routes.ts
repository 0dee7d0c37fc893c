import { dataOf, etagOf, problems, type Route, route } from '@rollcall/platform'
import { idParam } from '../fields/fields.ts'
import { calendar, wholeCalendar } from './calendar.ts'
import type { CalendarStore, VersionedCalendar } from './calendar-store.ts'

const TAG = 'Calendars'
const PATH = '/api/schools/{id}/calendar'
const answers = { 200: { description: 'The calendar', schema: dataOf(wholeCalendar) } }
const EXAMPLE = {
  weekdays: [1, 2, 3, 4, 5],
  holidays: [{ date: '2026-12-25', name: 'Christmas Day' }],
  terms: [{ name: 'Autumn', from: '2026-09-01', to: '2026-12-18' }],
  opensAt: '08:30',
  closesAt: '15:15',
}

const answered = ({ calendar, version }: VersionedCalendar) => ({
  headers: { etag: etagOf(version) },
  body: { data: calendar },
})

export const calendarRoutes = (calendars: CalendarStore): Route[] => [
  route({
    method: 'get',
    path: PATH,
    tag: TAG,
    summary: 'On which days a school has school, and its hours',
    right: 'people.read',
    params: idParam,
    answers,
    async handle({ caller, params }) {
      const found = await calendars.show(params.id, caller.schools)
      if (!found) throw problems.notFound('school')
      return answered(found)
    },
  }),
  route({
    method: 'put',
    path: PATH,
    tag: TAG,
    summary: 'The calendar of a school as a whole',
    description:
      'Hours that are left out stay as they are. Days that are over may change: reports of them then do, and the audit log names the dates. If-Match is about the version of the school.',
    right: 'schools.write',
    params: idParam,
    body: calendar,
    wrapped: 'calendar',
    bodyExample: EXAMPLE,
    answers,
    async handle({ body, params, caller, requestId, req }) {
      return answered(await calendars.replace({ caller, requestId, req }, params.id, body))
    },
  }),
]
