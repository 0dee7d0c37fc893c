import { Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import type { FormEvent } from 'react'
import { call } from '../../api/call.ts'
import { isProblem } from '../../api/problem.ts'
import { schoolsQuery } from '../../api/queries.ts'
import { ROSTER, readCalendar, type VersionedCalendar } from '../../api/roster.ts'
import { ChangedMeanwhile } from '../../form/changed-meanwhile.tsx'
import { useDraft } from '../../form/use-draft.ts'
import { useSaving } from '../../form/use-saving.ts'
import { Failure } from '../../panel/failure.tsx'
import { texts } from '../../texts/texts.ts'
import { HoursFields } from '../schools/hours-fields.tsx'
import { type CalendarDraft, calendarBody, calendarDraft, tellCalendar } from './calendar-draft.ts'
import { EntryList } from './entry-list.tsx'

export interface CalendarFormProps {
  readonly schoolId: number
  readonly calendar: VersionedCalendar
}

const t = texts.settings.calendar
const DAYS = [1, 2, 3, 4, 5, 6, 7]

export function CalendarForm({ schoolId, calendar }: CalendarFormProps) {
  const draft = useDraft(calendar, calendarDraft)
  const { draft: now, set } = draft
  const saving = useSaving({
    reads: [ROSTER, schoolsQuery.queryKey, ['school', schoolId]],
    draft,
    read: () => readCalendar(schoolId),
    send: async (ifMatch) => {
      const path = `/api/schools/${schoolId}/calendar`
      await call(path, { method: 'PUT', ifMatch, body: calendarBody(now) })
      return readCalendar(schoolId)
    },
    done: (saved) => draft.startOver(saved),
  })
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (!saving.isPending) saving.save()
  }
  const discard = () => {
    draft.startOver(draft.base)
    saving.reset()
  }
  const unsaved = saving.error && isTold(saving.error) ? texts.form.seeFields : t.unsaved
  const said = draft.isChanged ? unsaved : saving.isDone && texts.form.saved
  return (
    <form onSubmit={save} noValidate>
      <Stack>
        {saving.overtaken && (
          <ChangedMeanwhile draft={draft} tell={(field, at) => tellCalendar(field, calendarDraft(at))} />
        )}
        <Checkbox.Group
          label={t.weekdays}
          value={now.weekdays.map(String)}
          error={errorOf(saving.error, 'weekdays')}
          onChange={(days) => set('weekdays', days.map(Number).sort())}
        >
          <Group mt="xs" gap="md">
            {DAYS.map((day) => (
              <Checkbox key={day} value={String(day)} label={t.weekday[day - 1]} />
            ))}
          </Group>
        </Checkbox.Group>
        <HoursFields hours={now} error={saving.error} set={set} />
        <EntryList<CalendarDraft['holidays'][number]>
          title={t.holidays}
          entries={now.holidays}
          fields={[
            { name: 'name', label: t.name, type: 'text' },
            { name: 'date', label: t.date, type: 'date' },
          ]}
          entryName={t.holiday}
          none={t.noHolidays}
          add={t.addHoliday}
          empty={{ name: '', date: '' }}
          error={errorOf(saving.error, 'holidays')}
          onChange={(holidays) => set('holidays', holidays)}
        />
        <EntryList<CalendarDraft['terms'][number]>
          title={t.terms}
          entries={now.terms}
          fields={[
            { name: 'name', label: t.name, type: 'text' },
            { name: 'from', label: t.from, type: 'date' },
            { name: 'to', label: t.to, type: 'date' },
          ]}
          entryName={t.term}
          none={t.noTerms}
          add={t.addTerm}
          empty={{ name: '', from: '', to: '' }}
          error={errorOf(saving.error, 'terms')}
          onChange={(terms) => set('terms', terms)}
        />
        {saving.error && !isTold(saving.error) && <Failure error={saving.error} title={texts.form.failed} />}
        <Text size="sm" c="dimmed">
          {t.past}
        </Text>
        <Group>
          <Button type="submit" loading={saving.isPending} disabled={!draft.isChanged}>
            {t.save}
          </Button>
          {draft.isChanged && (
            <Button variant="default" onClick={discard}>
              {t.discard}
            </Button>
          )}
          <Text size="sm" role="status">
            {said}
          </Text>
        </Group>
      </Stack>
    </form>
  )
}

const isTold = (error: Error): boolean => isProblem(error) && error.errors.length > 0

/** Of a list the server names the line: holidays.2.date. */
const errorOf = (error: Error | null, list: string): string | undefined => {
  const found = isProblem(error)
    ? error.errors.find(({ field }) => field === list || field.startsWith(`${list}.`))
    : undefined
  return found && lineOf(found.field, found.message)
}

function lineOf(field: string, message: string): string {
  const [list, at] = field.split('.')
  if (at === undefined) return message
  const place = String(Number(at) + 1)
  return `${list === 'terms' ? t.term(place) : t.holiday(place)}: ${message}`
}
