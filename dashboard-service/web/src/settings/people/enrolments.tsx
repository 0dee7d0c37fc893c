import { List, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { enrolmentsQuery } from '../../api/roster.ts'
import { Panel } from '../../panel/panel.tsx'
import { useSchools } from '../../school/use-schools.ts'
import { texts } from '../../texts/texts.ts'
import { formatLongDate } from '../../time/school-time.ts'

const t = texts.settings.people

/** Where somebody was, is and will be. */
export function Enrolments({ personId }: { personId: number }) {
  const enrolments = useQuery(enrolmentsQuery(personId))
  const { nameOf } = useSchools()
  return (
    <Panel title={t.enrolments} queries={[enrolments]} skeletonHeight={40}>
      {() => (
        <List size="sm">
          {enrolments.data?.map(({ schoolId, from, to }) => (
            <List.Item key={`${schoolId} ${from}`}>
              <Text size="sm">
                {to === null
                  ? t.enrolmentOpen(nameOf(schoolId), formatLongDate(from))
                  : t.enrolment(nameOf(schoolId), formatLongDate(from), formatLongDate(to))}
              </Text>
            </List.Item>
          ))}
        </List>
      )}
    </Panel>
  )
}
