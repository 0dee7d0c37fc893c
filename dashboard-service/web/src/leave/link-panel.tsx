import { Button, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Profile, profileQuery, unlinkEmployee } from '../api/leave.ts'
import { schoolsQuery } from '../api/queries.ts'
import { FormDialog } from '../form/form-dialog.tsx'
import { Panel } from '../panel/panel.tsx'
import { mayOf, useMe } from '../session/use-me.ts'
import { texts } from '../texts/texts.ts'
import { LinkDialog, NobodyDialog } from './link-dialog.tsx'
import { useLinking } from './use-linking.ts'

const words = texts.leave.links

/** Which person of ours an employee is, who said so, and, for who may, another answer. */
export function LinkPanel({ profile }: { profile: Profile }) {
  const query = useQuery(profileQuery(profile.id))
  const maySync = mayOf(useMe(), 'leave.sync')
  const schools = useQuery(schoolsQuery)
  const [dialog, setDialog] = useState<'link' | 'nobody' | 'back'>()
  const close = () => setDialog(undefined)
  const school = schools.data?.find(({ id }) => id === profile.schoolId)?.name
  const how = profile.linkedBy === null ? undefined : (texts.leave.profile.how[profile.linkedBy] ?? profile.linkedBy)
  const who =
    profile.userId !== null
      ? [texts.leave.profile.linked(String(profile.userId)), school, how]
      : how === undefined
        ? [texts.leave.profile.notLinked]
        : [texts.leave.profile.nobody, how]
  return (
    <Panel
      title={texts.leave.profile.person}
      queries={[query]}
      actions={
        maySync && (
          <Group gap="xs" className="no-print">
            <Button size="compact-sm" variant="default" onClick={() => setDialog('link')}>
              {words.link}
            </Button>
            {(profile.userId !== null || how === undefined) && (
              <Button size="compact-sm" variant="default" onClick={() => setDialog('nobody')}>
                {words.nobody}
              </Button>
            )}
            {profile.linkedBy === 'hand' && (
              <Button size="compact-sm" variant="default" onClick={() => setDialog('back')}>
                {words.back}
              </Button>
            )}
          </Group>
        )
      }
    >
      {() => (
        <>
          <Text size="sm">{who.filter((part) => part !== undefined).join(', ')}</Text>
          {dialog === 'link' && <LinkDialog employee={profile} onClose={close} />}
          {dialog === 'nobody' && <NobodyDialog employee={profile} onClose={close} />}
          {dialog === 'back' && <BackDialog employee={profile} onClose={close} />}
        </>
      )}
    </Panel>
  )
}

function BackDialog({ employee, onClose }: { employee: { id: number; name: string }; onClose: () => void }) {
  const sending = useLinking(() => unlinkEmployee(employee.id), onClose)
  return (
    <FormDialog
      title={words.backTitle(employee.name)}
      submit={words.back}
      {...{ sending, onClose }}
      onSubmit={sending.mutate}
    >
      <Text size="sm">{words.backAbout}</Text>
    </FormDialog>
  )
}
