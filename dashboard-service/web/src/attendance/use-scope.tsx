import { Button, Select } from '@mantine/core'
import { utcDate } from '@rollcall/domain'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { type AttendanceScope, classesQuery } from '../api/attendance.ts'
import { schoolsQuery } from '../api/queries.ts'
import { useChosenSchool } from '../school/use-chosen-school.tsx'
import { texts } from '../texts/texts.ts'
import { useUrlState, whole } from '../url/use-url-state.ts'

export interface ChosenScope {
  readonly scope: AttendanceScope
  /** Today at the school; of several schools where it is latest. undefined: not known yet. */
  readonly today: string | undefined
  /** Of one school; the district's times are told in UTC. */
  readonly zone: string | undefined
  readonly choices: ReactNode
}

/** Whose attendance is shown: `?school=` and `?class=` of the address, else all schools that one sees. */
export function useScope(): ChosenScope {
  const { id, school, choice } = useChosenSchool()
  const [state, change] = useUrlState({ class: whole, school: whole })
  const schools = useQuery(schoolsQuery)
  const classes = useQuery({ ...classesQuery(id ?? 0), enabled: id !== undefined })
  // A class of the school that was chosen before is none of this one's.
  const isHere = classes.data === undefined || classes.data.some((each) => each.id === state.class)
  const classId = isHere ? state.class : undefined
  const dates = schools.data?.map(({ localDate }) => localDate).toSorted()
  return {
    scope: scopeOf(id, classId),
    // A school that one does not see has no date here; whatever is asked about it is answered with "no such school".
    today: school?.localDate ?? (dates && (dates.at(-1) ?? utcDate(Date.now()))),
    zone: school?.timeZone,
    choices: (
      <>
        {choice}
        {choice && id !== undefined && (
          <Button
            size="sm"
            variant="default"
            className="no-print"
            onClick={() => change({ school: undefined, class: undefined })}
          >
            {texts.attendance.allSchools}
          </Button>
        )}
        {id !== undefined && classes.data !== undefined && classes.data.length > 0 && (
          <Select
            className="no-print"
            aria-label={texts.attendance.chooseClass}
            placeholder={texts.attendance.wholeSchool}
            searchable
            clearable
            clearButtonProps={{ 'aria-label': texts.attendance.wholeSchool, tabIndex: 0 }}
            data={classes.data.map((each) => ({ value: String(each.id), label: each.name }))}
            value={classId === undefined ? null : String(classId)}
            onChange={(value) => change({ class: value === null ? undefined : Number(value) })}
          />
        )}
      </>
    ),
  }
}

function scopeOf(schoolId: number | undefined, classId: number | undefined): AttendanceScope {
  if (schoolId === undefined) return { kind: 'district' }
  return classId === undefined ? { kind: 'school', id: schoolId } : { kind: 'class', id: classId, schoolId }
}
