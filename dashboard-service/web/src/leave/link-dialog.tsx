import { Radio, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type FoundPerson, findPeopleQuery, linkEmployee, PEOPLE_FOUND } from '../api/leave.ts'
import { schoolsQuery } from '../api/queries.ts'
import { FormDialog, fieldError } from '../form/form-dialog.tsx'
import { Failure } from '../panel/failure.tsx'
import { formatNumber, texts } from '../texts/texts.ts'
import { useLinking } from './use-linking.ts'

const words = texts.leave.links
const TYPING_MS = 250

export interface LinkDialogProps {
  readonly employee: { readonly id: number; readonly name: string }
  onClose(): void
}

/** Says by hand which of our people an employee is. It begins with those of the same name. */
export function LinkDialog({ employee, onClose }: LinkDialogProps) {
  const [q, setQ] = useState(employee.name)
  const [typed] = useDebouncedValue(q.trim(), TYPING_MS)
  const [userId, setUserId] = useState<string>()
  const found = useQuery(findPeopleQuery(typed))
  const schools = useQuery(schoolsQuery)
  const schoolOf = (id: number) => schools.data?.find((school) => school.id === id)?.name
  const sending = useLinking(() => linkEmployee(employee.id, Number(userId)), onClose)
  // Only who is in the list can be meant.
  const chosen = found.data?.some(({ id }) => String(id) === userId) ? userId : undefined
  const [asked, setAsked] = useState(false)
  return (
    <FormDialog
      title={words.dialog(employee.name)}
      submit={words.save}
      {...{ sending, onClose }}
      onSubmit={() => {
        setAsked(true)
        if (chosen !== undefined) sending.mutate()
      }}
    >
      <Text size="sm">{words.about}</Text>
      <TextInput
        type="search"
        label={words.search}
        value={q}
        data-autofocus
        onChange={(event) => setQ(event.currentTarget.value)}
      />
      {found.error && <Failure error={found.error} onRetry={() => void found.refetch()} />}
      <Text size="sm" role="status">
        {found.data?.length === 0 && words.nobodyFound}
        {found.data?.length === PEOPLE_FOUND && words.first(formatNumber(PEOPLE_FOUND))}
      </Text>
      {found.data && found.data.length > 0 && (
        <Radio.Group
          label={words.people}
          value={chosen ?? null}
          onChange={setUserId}
          error={fieldError(sending.error, 'userId') ?? (asked && chosen === undefined && words.choose)}
        >
          <Stack gap="xs" mt="xs">
            {found.data.map((person) => (
              <Radio key={person.id} value={String(person.id)} label={labelOf(person, schoolOf(person.schoolId))} />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </FormDialog>
  )
}

const labelOf = ({ name, className, kind, externalId }: FoundPerson, school: string | undefined): string =>
  words.person(name, [school, className ?? kind, externalId].filter((part) => part).join(', '))

/** Says by hand that an employee is none of our people. */
export function NobodyDialog({ employee, onClose }: LinkDialogProps) {
  const sending = useLinking(() => linkEmployee(employee.id, null), onClose)
  return (
    <FormDialog
      title={words.nobodyTitle(employee.name)}
      submit={words.nobodySave}
      {...{ sending, onClose }}
      onSubmit={sending.mutate}
    >
      <Text size="sm">{words.nobodyAbout}</Text>
    </FormDialog>
  )
}
