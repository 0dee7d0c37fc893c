import { Button, Checkbox, NativeSelect } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Key, keyListQuery } from '../../api/access.ts'
import { rowsOf } from '../../api/paged.ts'
import { Panel } from '../../panel/panel.tsx'
import { useSchools } from '../../school/use-schools.ts'
import { ListTools } from '../../table/list-tools.tsx'
import { PagedTable } from '../../table/paged-table.tsx'
import { texts } from '../../texts/texts.ts'
import { flag, oneOf, useUrlState } from '../../url/use-url-state.ts'
import { ShownOnce } from '../shown-once.tsx'
import { keyColumns } from './key-columns.tsx'
import { KEY_KINDS, type MadeKey, NewKeyDialog } from './new-key-dialog.tsx'
import { RevokeDialog } from './revoke-dialog.tsx'

const t = texts.access.keys
type Open =
  | { readonly kind: 'new' }
  | { readonly kind: 'made'; readonly key: MadeKey }
  | { readonly kind: 'revoke'; readonly key: Key }

/** What devices and programs come in with. */
export function KeysTab() {
  const schools = useSchools()
  const [{ kind, revoked }, change] = useUrlState({ kind: oneOf('device', 'kiosk', 'api'), revoked: flag })
  const list = useInfiniteQuery(keyListQuery(kind, revoked === true))
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  return (
    <>
      <ListTools actions={<Button onClick={() => setOpen({ kind: 'new' })}>{t.add}</Button>}>
        <NativeSelect
          label={t.kind}
          value={kind ?? ''}
          data={[{ value: '', label: t.anyKind }, ...KEY_KINDS.map((each) => ({ value: each, label: t.kinds[each] }))]}
          onChange={(event) => change({ kind: KEY_KINDS.find((each) => each === event.currentTarget.value) })}
        />
        <Checkbox
          mb={8}
          label={t.withRevoked}
          checked={revoked === true}
          onChange={(event) => change({ revoked: event.currentTarget.checked || undefined })}
        />
      </ListTools>
      <Panel title={t.list} queries={[list]} empty={rowsOf(list.data).length === 0 && t.none}>
        {() => (
          <PagedTable
            title={t.list}
            query={list}
            columns={keyColumns(schools, (key) => setOpen({ kind: 'revoke', key }))}
            keyOf={({ id }) => id}
          />
        )}
      </Panel>
      {open?.kind === 'new' && <NewKeyDialog onMade={(key) => setOpen({ kind: 'made', key })} onClose={close} />}
      {open?.kind === 'revoke' && <RevokeDialog apiKey={open.key} onClose={close} />}
      {open?.kind === 'made' && (
        <ShownOnce
          title={t.secretTitle(open.key.name)}
          label={t.secret}
          secret={open.key.secret}
          about={t.secretAbout}
          onClose={close}
        />
      )}
    </>
  )
}
