import { Stack } from '@mantine/core'
import { PageTitle } from '../layout/page-title.tsx'
import { texts } from '../texts/texts.ts'

export const MonthPage = () => (
  <Stack>
    <PageTitle title={texts.navigation.attendance} />
  </Stack>
)
