import { Stack } from '@mantine/core'
import { PageTitle } from '../layout/page-title.tsx'
import { texts } from '../texts/texts.ts'
import { AboutMe } from './about-me.tsx'
import { ChangePassword } from './change-password.tsx'
import { EndSessions } from './end-sessions.tsx'
import './account.css'
import '../settings/settings.css'

/** One's own account: everybody has one. */
export const AccountPage = () => (
  <Stack maw={640}>
    <PageTitle title={texts.access.account.title} />
    <AboutMe />
    <ChangePassword />
    <EndSessions />
  </Stack>
)
