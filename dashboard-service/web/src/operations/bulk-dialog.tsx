import { List, Text, Textarea } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Query } from '../api/call.ts'
import { type BulkAnswer, changeLetters, LETTERS } from '../api/operations.ts'
import { FormDialog, fieldError } from '../form/form-dialog.tsx'
import { Failure } from '../panel/failure.tsx'
import { formatNumber, texts } from '../texts/texts.ts'
import { BulkResults } from './bulk-results.tsx'

const words = texts.operations.bulk

export interface BulkDialogProps {
  readonly action: 'replay' | 'discard'
  readonly filter: Query
  onClose(): void
}

/** Counted first, done when somebody has seen the number; letters that came in between are left alone. */
export function BulkDialog({ action, filter, onClose }: BulkDialogProps) {
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const dry = useQuery({
    queryKey: ['operations', 'bulk', action, filter],
    queryFn: () => changeLetters({ action, filter, dryRun: true }),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const run = useMutation({
    mutationFn: ({ asOf }: BulkAnswer) =>
      changeLetters({
        action,
        filter: { ...filter, until: asOf },
        dryRun: false,
        ...(action === 'discard' && { reason }),
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: LETTERS }),
  })
  if (run.data) return <BulkResults title={words.title[action]} answer={run.data} onClose={onClose} />
  return (
    <FormDialog
      title={words.title[action]}
      submit={words.submit[action]}
      danger={action === 'discard'}
      sending={run}
      onSubmit={() => dry.data && dry.data.count > 0 && run.mutate(dry.data)}
      onClose={onClose}
    >
      {dry.error && <Failure error={dry.error} onRetry={() => void dry.refetch()} />}
      <div role="status">{dry.data ? <Counted {...dry.data} /> : <Text c="dimmed">{words.counting}</Text>}</div>
      {action === 'discard' && (
        <Textarea
          label={texts.operations.letters.reason}
          description={texts.operations.letters.discardAbout}
          value={reason}
          required
          maxLength={1_000}
          autosize
          minRows={2}
          error={fieldError(run.error, 'reason')}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
    </FormDialog>
  )
}

function Counted({ matching, count, refused }: BulkAnswer) {
  if (count === 0) return <Text>{words.none}</Text>
  return (
    <List listStyleType="none" spacing={4}>
      <List.Item>{words.count(formatNumber(count), formatNumber(matching))}</List.Item>
      {refused > 0 && <List.Item>{words.refused(formatNumber(refused))}</List.Item>}
      {matching > count + refused && <List.Item>{words.more}</List.Item>}
    </List>
  )
}
