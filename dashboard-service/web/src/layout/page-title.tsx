import { Group, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { texts } from '../texts/texts.ts'

/** The one heading of a screen, also in the browser's tab; beside it what is about the whole screen. */
export function PageTitle({ title, children }: { title: string; children?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} – ${texts.app}`
  }, [title])
  return (
    <Group justify="space-between" align="center" gap="sm" mb="sm">
      <Title order={1} size="h2">
        {title}
      </Title>
      <Group gap="sm">{children}</Group>
    </Group>
  )
}
