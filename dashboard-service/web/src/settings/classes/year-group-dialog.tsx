import { Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { ROSTER, type YearGroup } from '../../api/roster.ts'
import { FormDialog, fieldError } from '../../form/form-dialog.tsx'
import { useChange } from '../../form/use-change.ts'
import { texts } from '../../texts/texts.ts'

const t = texts.settings.classes

export interface YearGroupDialogProps {
  readonly group: YearGroup
  /** Take it away from all of the school, rather than rename it. */
  readonly isDelete: boolean
  onClose(): void
}

/** A year group is a word on classes and people: it is changed on all of them at once. */
export function YearGroupDialog({ group: { schoolId, yearGroup }, isDelete, onClose }: YearGroupDialogProps) {
  const [name, setName] = useState(yearGroup)
  const changing = useChange<void>(
    [ROSTER, ['school', schoolId]],
    () =>
      call(`/api/schools/${schoolId}/year-groups`, {
        method: 'PATCH',
        body: { yearGroup, to: isDelete ? null : name },
      }),
    onClose,
  )
  return (
    <FormDialog
      title={isDelete ? t.deleteTitle(yearGroup) : t.editTitle(yearGroup)}
      submit={isDelete ? t.deleteYearGroup : texts.form.save}
      danger={isDelete}
      sending={changing}
      fields={['to']}
      onSubmit={() => changing.mutate()}
      onClose={onClose}
    >
      <Text size="sm">{isDelete ? t.deleteYearGroupAbout : t.renameYearGroupAbout}</Text>
      {!isDelete && (
        <TextInput
          label={t.name}
          data-autofocus
          value={name}
          error={fieldError(changing.error, 'to')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
    </FormDialog>
  )
}
