import { Alert, List, Text } from '@mantine/core'
import { texts } from '../texts/texts.ts'
import type { Drafted } from './use-draft.ts'

export interface ChangedMeanwhileProps<T, D> {
  readonly draft: Pick<Drafted<T, D>, 'theirs' | 'base'>
  /** What a field is called, and its value as it is now. */
  readonly tell: (field: keyof D, now: T) => readonly [label: string, value: string]
}

/** Somebody else has saved the same first: what it is now. What one has typed oneself is still there. */
export function ChangedMeanwhile<T, D>({ draft: { theirs, base }, tell }: ChangedMeanwhileProps<T, D>) {
  return (
    <Alert color="yellow" role="alert" title={texts.form.changedMeanwhile}>
      <Text size="sm">{texts.form.changedAbout}</Text>
      <List size="sm" mt="xs">
        {theirs.map((field) => {
          const [label, value] = tell(field, base)
          return (
            <List.Item key={String(field)}>
              {label}: <bdi>{value || texts.form.nothing}</bdi>
            </List.Item>
          )
        })}
      </List>
    </Alert>
  )
}
