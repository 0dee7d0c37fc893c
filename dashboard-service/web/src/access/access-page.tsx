import { Stack } from '@mantine/core'
import { PageTitle } from '../layout/page-title.tsx'
import { PlaceTabs } from '../layout/place-tabs.tsx'
import { mayOf, useMe } from '../session/use-me.ts'
import { texts } from '../texts/texts.ts'
import { AdminsTab } from './admins/admins-tab.tsx'
import { AuditTab } from './audit/audit-tab.tsx'
import { KeysTab } from './keys/keys-tab.tsx'
import '../settings/settings.css'

const t = texts.access

/** Who may come in, people and machines, and what they have done. */
export function AccessPage() {
  const me = useMe()
  if (!mayOf(me, 'access.manage')) return <p>{texts.noRight}</p>
  const tabs = [
    { name: 'admins', label: t.tabs.admins, content: () => <AdminsTab /> },
    { name: 'keys', label: t.tabs.keys, content: () => <KeysTab /> },
    { name: 'audit', label: t.tabs.audit, content: () => <AuditTab /> },
  ]
  return (
    <Stack>
      <PageTitle title={t.title} />
      <PlaceTabs base="/access" tabs={tabs} />
    </Stack>
  )
}
