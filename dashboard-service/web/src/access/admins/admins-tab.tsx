import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ACCESS, type Admin, adminListQuery } from '../../api/access.ts'
import { call } from '../../api/call.ts'
import { rowsOf } from '../../api/paged.ts'
import { useChange } from '../../form/use-change.ts'
import { Failure } from '../../panel/failure.tsx'
import { Panel } from '../../panel/panel.tsx'
import { useSchools } from '../../school/use-schools.ts'
import { useMe } from '../../session/use-me.ts'
import { ListTools, SearchField, useRested } from '../../table/list-tools.tsx'
import { PagedTable } from '../../table/paged-table.tsx'
import { texts } from '../../texts/texts.ts'
import { text, useUrlState } from '../../url/use-url-state.ts'
import { NewLinkDialog, SwitchOffDialog } from './admin-actions.tsx'
import { type AdminAction, adminColumns } from './admin-columns.tsx'
import { EditAdminDialog } from './edit-admin-dialog.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { type GivenLink, LinkDialog } from './link-dialog.tsx'

const t = texts.access.admins
type Open =
  | { readonly action: 'invite' }
  | { readonly action: AdminAction; readonly admin: Admin }
  | { readonly action: 'link'; readonly given: GivenLink }

/** People who sign in. */
export function AdminsTab() {
  const me = useMe()
  const { nameOf } = useSchools()
  const [{ q }, change] = useUrlState({ q: text })
  const rested = useRested(q)
  const list = useInfiniteQuery(adminListQuery(rested))
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const showLink = (given: GivenLink) => setOpen({ action: 'link', given })
  const switchingOn = useChange<void, Admin>([ACCESS], ({ id }) =>
    call(`/api/admins/${id}`, { method: 'PATCH', body: { off: false } }),
  )
  const onAction = (action: AdminAction, admin: Admin) =>
    action === 'switchOn' ? switchingOn.mutate(admin) : setOpen({ action, admin })
  return (
    <>
      <ListTools actions={<Button onClick={() => setOpen({ action: 'invite' })}>{t.invite}</Button>}>
        <SearchField label={t.search} value={q} onChange={(value) => change({ q: value }, { replace: true })} />
      </ListTools>
      {switchingOn.error && <Failure error={switchingOn.error} title={texts.form.failed} />}
      <Panel title={t.list} queries={[list]} empty={rowsOf(list.data).length === 0 && (rested ? t.noMatch : t.none)}>
        {() => (
          <PagedTable
            title={t.list}
            query={list}
            columns={adminColumns({ me, nameOfSchool: nameOf, onAction })}
            keyOf={({ id }) => id}
          />
        )}
      </Panel>
      {open?.action === 'invite' && <InviteDialog onInvited={showLink} onClose={close} />}
      {open?.action === 'edit' && <EditAdminDialog admin={open.admin} onClose={close} />}
      {open?.action === 'switchOff' && <SwitchOffDialog admin={open.admin} onClose={close} />}
      {open?.action === 'newLink' && (
        <NewLinkDialog admin={open.admin} kind="invitation" onLink={showLink} onClose={close} />
      )}
      {open?.action === 'reset' && <NewLinkDialog admin={open.admin} kind="reset" onLink={showLink} onClose={close} />}
      {open?.action === 'link' && <LinkDialog given={open.given} onClose={close} />}
    </>
  )
}
