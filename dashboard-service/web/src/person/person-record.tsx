import { Text } from '@mantine/core'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { type Enrolment, enrolmentsQuery, type Person } from '../api/person.ts'
import type { SchoolDay } from '../api/shapes.ts'
import { Panel } from '../panel/panel.tsx'
import { formatNumber, texts } from '../texts/texts.ts'
import { formatFullDate } from '../time/school-time.ts'

export interface PersonRecordProps {
  readonly id: number
  readonly record: UseQueryResult<Person | null>
  readonly schools: UseQueryResult<SchoolDay[]>
}

/** Who somebody is, and at which school when. */
export function PersonRecord({ id, record, schools }: PersonRecordProps) {
  const enrolments = useQuery({ ...enrolmentsQuery(id), enabled: Boolean(record.data) })
  const schoolOf = (schoolId: number): string =>
    schools.data?.find((school) => school.id === schoolId)?.name ?? texts.person.schoolOf(formatNumber(schoolId))
  return (
    <Panel
      title={texts.person.record}
      queries={record.data ? [record, schools, enrolments] : [record]}
      empty={record.data === null && texts.person.elsewhere}
    >
      {() =>
        record.data && (
          <>
            <dl className="facts">
              {factsOf(record.data, schoolOf).map(([what, value]) => (
                <div key={what}>
                  <dt>{what}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
            <Text size="sm" c="dimmed" mt="xs">
              {texts.person.enrolments}
            </Text>
            <ul className="enrolments">
              {enrolments.data?.map((each) => (
                <li key={each.from}>{enrolmentText(each, schoolOf)}</li>
              ))}
            </ul>
          </>
        )
      }
    </Panel>
  )
}

function factsOf(person: Person, schoolOf: (id: number) => string): [string, string][] {
  const { className, schoolId, kind, yearGroup, externalId, email, move, deletedAt } = person
  const school = schoolOf(schoolId)
  const all: [string, string | null][] = [
    [texts.person.className, className ?? '–'],
    [
      texts.person.school,
      move ? `${school}. ${texts.person.move(schoolOf(move.schoolId), formatFullDate(move.from))}` : school,
    ],
    [texts.person.kind, deletedAt === null ? texts.person.kinds[kind] : texts.person.deleted],
    [texts.person.yearGroup, yearGroup],
    [texts.person.externalId, externalId],
    [texts.person.email, email],
  ]
  return all.flatMap(([what, value]) => (value === null ? [] : [[what, value]]))
}

const enrolmentText = ({ schoolId, from, to }: Enrolment, schoolOf: (id: number) => string): string =>
  to === null
    ? texts.person.enrolledSince(schoolOf(schoolId), formatFullDate(from))
    : texts.person.enrolment(schoolOf(schoolId), formatFullDate(from), formatFullDate(to))
