import { Anchor, Stack } from '@mantine/core'
import { Link } from 'react-router'
import { texts } from '../texts/texts.ts'
import { PageTitle } from './page-title.tsx'

export const NotFoundPage = () => (
  <Stack align="flex-start">
    <PageTitle title={texts.notFound.title} />
    <Anchor component={Link} to="/today">
      {texts.notFound.back}
    </Anchor>
  </Stack>
)
