import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ACCESS, type Key, type KeyKind } from '../../api/access.ts'
import { call } from '../../api/call.ts'
import type { Data } from '../../api/shapes.ts'
import { FormDialog, fieldError } from '../../form/form-dialog.tsx'
import { useChange } from '../../form/use-change.ts'
import { SchoolSelect } from '../../school/school-select.tsx'
import { useMe } from '../../session/use-me.ts'
import { texts } from '../../texts/texts.ts'

const t = texts.access.keys
export const KEY_KINDS: readonly KeyKind[] = ['device', 'kiosk', 'api']
export type MadeKey = Key & { readonly secret: string }

export interface NewKeyDialogProps {
  onMade(key: MadeKey): void
  onClose(): void
}

export function NewKeyDialog({ onMade, onClose }: NewKeyDialogProps) {
  const me = useMe()
  const [kind, setKind] = useState<KeyKind>('device')
  const [name, setName] = useState('')
  const [schoolId, setSchoolId] = useState(me.schools?.[0])
  const [limit, setLimit] = useState('')
  const making = useChange<Data<MadeKey>>(
    [ACCESS],
    () => {
      // Whoever has some schools only can't leave it empty: then it would be for the whole district.
      const body = { kind, name, schoolId: schoolId ?? null }
      return call('/api/keys', {
        method: 'POST',
        body: limit === '' ? body : { ...body, limitPerSecond: Number(limit) },
      })
    },
    ({ data }) => onMade(data),
  )
  return (
    <FormDialog
      title={t.add}
      submit={t.create}
      sending={making}
      onSubmit={() => making.mutate()}
      fields={['name', 'schoolId', 'limitPerSecond']}
      onClose={onClose}
    >
      <NativeSelect
        label={t.kind}
        description={t.kindAbout[kind]}
        value={kind}
        data={KEY_KINDS.map((each) => ({ value: each, label: t.kinds[each] }))}
        onChange={(event) => setKind(KEY_KINDS.find((each) => each === event.currentTarget.value) ?? kind)}
      />
      <TextInput
        label={t.name}
        description={t.nameAbout}
        data-autofocus
        value={name}
        error={fieldError(making.error, 'name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <SchoolSelect
        label={texts.access.school}
        value={schoolId}
        {...(me.schools === null && { none: texts.access.district })}
        error={fieldError(making.error, 'schoolId')}
        onChange={setSchoolId}
      />
      <TextInput
        type="number"
        min={1}
        label={t.limit}
        description={t.limitAbout}
        value={limit}
        error={fieldError(making.error, 'limitPerSecond')}
        onChange={(event) => setLimit(event.currentTarget.value)}
      />
    </FormDialog>
  )
}
